package dev.wastm.blobstore.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between a client and an HTTP server on loopback and spoils connections: the next ones, as many as asked, in one
 * way. Thread-safe; {@link #pending} says what is still to be spoilt, {@link #open} holds what {@link #close} closes.
 */
public final class FaultProxy implements AutoCloseable {
  /** How a connection is spoilt; positions are in bytes after the end of the first header. */
  public enum Fault {
    /** Closed before a byte is forwarded. */
    CUT_AT_ONCE,
    /** Closed in the middle of the request's body. */
    CUT_REQUEST,
    /** The request is forwarded, but the connection is closed before the answer: the caller cannot know. */
    CUT_BEFORE_RESPONSE,
    /** Closed in the middle of the response's body. */
    CUT_RESPONSE,
    /** A bit of the request's body is flipped. */
    CORRUPT_REQUEST,
    /** A bit of the response's body is flipped. */
    CORRUPT_RESPONSE,
    /** Answered with 500, by the proxy. */
    ANSWER_500,
    /** Answered with 503, by the proxy. */
    ANSWER_503,
    /** Forwarded after a pause. */
    DELAY,
    /** Never answered, and never closed. */
    HANG
  }

  private record Pending(Fault fault, int connections) {}

  /** Within a body of some thousands of bytes, past what servers put before it. */
  private static final int POSITION_BYTES = 5_000;

  private static final int DELAY_MS = 700;

  private final ServerSocket listener;
  private final int serverPort;
  private final ExecutorService threads = Executors.newCachedThreadPool(FaultProxy::daemon);
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Pending> pending =
      new AtomicReference<>(new Pending(Fault.DELAY, 0));

  /** Starts a proxy, on a free loopback port, of the server that listens on {@code serverPort}. */
  public FaultProxy(int serverPort) throws IOException {
    this.serverPort = serverPort;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Spoils the next {@code connections} connections. Those that are open are closed, so that the next call opens one. */
  public void spoilNext(int connections, Fault fault) {
    pending.set(new Pending(fault, connections));
    open.forEach(FaultProxy::closeQuietly);
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new IllegalStateException("A listening socket did not close", e);
    }
    open.forEach(FaultProxy::closeQuietly);
    threads.shutdownNow();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Pending spoilt = pending.getAndUpdate(
            p -> p.connections() == 0 ? p : new Pending(p.fault(), p.connections() - 1));
        threads.execute(() -> serve(client, spoilt));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client, Pending spoilt) {
    open.add(client);
    try {
      if (spoilt.connections() == 0) {
        forward(client, ByteSpoiler.NONE, ByteSpoiler.NONE);
        return;
      }
      switch (spoilt.fault()) {
        case CUT_AT_ONCE -> closeQuietly(client);
        case CUT_REQUEST -> forward(client, ByteSpoiler.cutAt(POSITION_BYTES), ByteSpoiler.NONE);
        case CUT_BEFORE_RESPONSE -> forward(client, ByteSpoiler.NONE, ByteSpoiler.cutAt(0));
        case CUT_RESPONSE -> forward(client, ByteSpoiler.NONE, ByteSpoiler.cutAt(POSITION_BYTES));
        case CORRUPT_REQUEST ->
          forward(client, ByteSpoiler.flipAt(POSITION_BYTES), ByteSpoiler.NONE);
        case CORRUPT_RESPONSE ->
          forward(client, ByteSpoiler.NONE, ByteSpoiler.flipAt(POSITION_BYTES));
        case ANSWER_500 -> answer(client, "500 Internal Server Error");
        case ANSWER_503 -> answer(client, "503 Service Unavailable");
        case DELAY -> {
          Thread.sleep(DELAY_MS);
          forward(client, ByteSpoiler.NONE, ByteSpoiler.NONE);
        }
        case HANG -> client.getInputStream().transferTo(OutputStream.nullOutputStream());
      }
    } catch (IOException | InterruptedException spoiltOrClosed) {
      closeQuietly(client);
    }
  }

  private void forward(Socket client, ByteSpoiler request, ByteSpoiler response)
      throws IOException {
    Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
    open.add(server);
    threads.execute(() -> pump(client, server, request));
    pump(server, client, response);
  }

  /** Forwards one direction until it ends, and then ends both. */
  private void pump(Socket from, Socket to, ByteSpoiler spoiler) {
    byte[] buffer = new byte[16 * 1024];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        int kept = spoiler.spoil(buffer, n);
        out.write(buffer, 0, kept);
        if (kept < n) {
          return;
        }
      }
    } catch (IOException closed) {
      return;
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private static void answer(Socket client, String status) throws IOException {
    client.setSoTimeout(500);
    InputStream in = client.getInputStream();
    byte[] request = new byte[16 * 1024];
    int n = in.read(request);
    String answer = "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    client.getOutputStream().write(answer.getBytes(US_ASCII));
    client.shutdownOutput();
    while (n >= 0) {
      n = in.read(request);
    }
    client.close();
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyBroken) {
      return;
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "fault-proxy");
    thread.setDaemon(true);
    return thread;
  }
}
