package dev.wastm.blobstore.s3;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import java.net.URI;
import java.nio.file.Path;
import java.util.UUID;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** A server that speaks the S3 protocol on a loopback port, keeps objects in a directory, and checks signatures. */
final class S3Server {
  static final String ACCESS_KEY = "test-access-key";
  static final String SECRET_KEY = "test-secret-key";

  private final FilesystemNio2BlobStore objects;
  private final S3Proxy server;

  S3Server(Path directory) throws Exception {
    objects = new FilesystemNio2BlobStore(directory.toString());
    server = S3Proxy.builder()
        .blobStore(objects)
        .endpoint(URI.create("http://127.0.0.1:0"))
        .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
        .build();
    server.start();
    useCredentials(ACCESS_KEY, SECRET_KEY);
  }

  /** Puts credentials where the SDK's default chain looks first. */
  static void useCredentials(String accessKey, String secretKey) {
    System.setProperty("aws.accessKeyId", accessKey);
    System.setProperty("aws.secretAccessKey", secretKey);
  }

  int port() {
    return server.getPort();
  }

  String newBucket() {
    String bucket = "bucket-" + UUID.randomUUID();
    objects.createContainer(bucket);
    return bucket;
  }

  /** A store in a bucket of its own, behind a prefix. */
  BlobStore openEmpty() {
    return open(newBucket() + "/some/prefix", port());
  }

  static BlobStore open(String bucketAndPrefix, int port) {
    return BlobStores.open("s3://" + bucketAndPrefix + "?endpoint=http://127.0.0.1:" + port);
  }

  /** A store whose client waits for a silent server for two seconds at most, each time. */
  static BlobStore openImpatient(String bucketAndPrefix, int port) {
    return BlobStores.open(
        "s3://" + bucketAndPrefix + "?timeoutSeconds=2&endpoint=http://127.0.0.1:" + port);
  }

  void stop() throws Exception {
    server.stop();
    objects.close();
  }
}
