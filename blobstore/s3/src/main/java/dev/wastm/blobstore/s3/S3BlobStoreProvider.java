package dev.wastm.blobstore.s3;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreProvider;
import dev.wastm.blobstore.backend.BucketUri;
import dev.wastm.blobstore.backend.ClientLimits;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Opens {@code s3://bucket/prefix}. Options: {@code region} (else the SDK's default chain), {@code endpoint} for other
 * servers than AWS, {@code pathStyle} ({@code true} or {@code false}; by default true where there is an endpoint), and
 * those of {@link ClientLimits}.
 */
public final class S3BlobStoreProvider implements BlobStoreProvider {
  private static final String REGION = "region";
  private static final String ENDPOINT = "endpoint";
  private static final String PATH_STYLE = "pathStyle";

  private static final Set<String> OPTIONS = ClientLimits.and(REGION, ENDPOINT, PATH_STYLE);

  /** Servers other than AWS take any region, and requests are signed for this one. */
  private static final Region REGION_OF_ENDPOINTS = Region.US_EAST_1;

  private static final int STATUS_CONFLICT = 409;

  @Override
  public String scheme() {
    return "s3";
  }

  @Override
  public String uriForm() {
    return "s3://bucket/prefix?region=…&endpoint=…";
  }

  @Override
  public BlobStore open(URI uri) {
    BucketUri bucketUri = BucketUri.parse(uri, OPTIONS);
    ClientLimits limits = ClientLimits.of(bucketUri);
    Optional<URI> endpoint = bucketUri.serverOption(ENDPOINT);
    S3ClientBuilder client = S3Client.builder()
        .credentialsProvider(DefaultCredentialsProvider.builder().build())
        .httpClientBuilder(UrlConnectionHttpClient.builder()
            .connectionTimeout(ClientLimits.CONNECT)
            .socketTimeout(limits.silence()))
        .forcePathStyle(bucketUri.flagOption(PATH_STYLE).orElse(endpoint.isPresent()))
        .overrideConfiguration(o -> o.apiCallTimeout(limits.call()).retryStrategy(retries(limits)));
    endpoint.ifPresent(e -> client.endpointOverride(e).region(REGION_OF_ENDPOINTS));
    bucketUri.nameOption(REGION).map(Region::of).ifPresent(client::region);
    return new S3BlobStore(build(client, bucketUri), bucketUri);
  }

  /** The SDK's retries, and one more: S3 answers "conflict" to a conditional put that meets another, to be tried again. */
  private static RetryStrategy retries(ClientLimits limits) {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(limits.tries())
        .retryOnException(e -> e instanceof S3Exception s3 && s3.statusCode() == STATUS_CONFLICT)
        .build();
  }

  private static S3Client build(S3ClientBuilder client, BucketUri uri) {
    try {
      return client.build();
    } catch (SdkClientException e) {
      throw new IllegalArgumentException(
          "The blob store URI " + uri
              + " names no region, and the environment has none; add ?region=….",
          e);
    }
  }
}
