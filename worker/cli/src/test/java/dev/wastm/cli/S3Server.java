package dev.wastm.cli;

import java.net.URI;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** A server that speaks the S3 protocol on a free loopback port and checks signatures, with one bucket. */
public final class S3Server implements AutoCloseable {
  public static final String ACCESS_KEY = "test-access-key";
  public static final String SECRET_KEY = "test-secret-key";

  private final FilesystemNio2BlobStore objects;
  private final S3Proxy server;

  public S3Server(Path directory) throws Exception {
    objects = new FilesystemNio2BlobStore(directory.toString());
    objects.createContainer("bucket");
    server = S3Proxy.builder()
        .blobStore(objects)
        .endpoint(URI.create("http://127.0.0.1:0"))
        .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
        .build();
    server.start();
  }

  public int port() {
    return server.getPort();
  }

  public String uri() {
    return uri(port());
  }

  /** As who comes through a proxy on that port names the store. */
  public String uri(int port) {
    return "s3://bucket/some/prefix?endpoint=http://127.0.0.1:" + port;
  }

  @Override
  public void close() throws Exception {
    server.stop();
    objects.close();
  }
}
