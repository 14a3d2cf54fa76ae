package dev.wastm.blobstore.azure;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreProvider;
import dev.wastm.blobstore.backend.BucketUri;
import dev.wastm.blobstore.backend.ClientLimits;
import java.net.URI;
import java.util.Set;

/**
 * Opens {@code azblob://container/prefix}. Option: {@code endpoint}, by default that of the account named by {@code
 * AZURE_STORAGE_ACCOUNT}. Credentials: {@code AZURE_STORAGE_KEY} with the account, else {@code AZURE_STORAGE_SAS_TOKEN},
 * else Azure's default chain. All three are environment variables, or system properties of the same names.
 */
public final class AzureBlobStoreProvider implements BlobStoreProvider {
  private static final String ENDPOINT = "endpoint";
  private static final Set<String> OPTIONS = ClientLimits.and(ENDPOINT);

  /** Doubled with each try, so a call that fails has waited 3 s; callers who want more put their own retries around. */
  private static final long FIRST_RETRY_DELAY_MS = 100;

  private static final long LONGEST_RETRY_DELAY_MS = 2_000;

  @Override
  public String scheme() {
    return "azblob";
  }

  @Override
  public String uriForm() {
    return "azblob://container/prefix?endpoint=…";
  }

  @Override
  public BlobStore open(URI uri) {
    BucketUri location = BucketUri.parse(uri, OPTIONS);
    ClientLimits limits = ClientLimits.of(location);
    AzureCredentials credentials = AzureCredentials.fromEnvironment();
    String endpoint = endpoint(location, credentials);
    BlobContainerClientBuilder client = new BlobContainerClientBuilder()
        .endpoint(endpoint)
        .containerName(location.bucket())
        .httpClient(new JdkHttpClientBuilder()
            .connectionTimeout(ClientLimits.CONNECT)
            .readTimeout(limits.silence())
            .responseTimeout(limits.silence())
            .writeTimeout(limits.silence())
            .build())
        .retryOptions(new RequestRetryOptions(
            RetryPolicyType.EXPONENTIAL,
            limits.tries(),
            Math.toIntExact(limits.call().toSeconds()),
            FIRST_RETRY_DELAY_MS,
            LONGEST_RETRY_DELAY_MS,
            null));
    credentials.applyTo(client, location, endpoint);
    return new AzureBlobStore(client.buildClient(), location);
  }

  private static String endpoint(BucketUri location, AzureCredentials credentials) {
    return location
        .serverOption(ENDPOINT)
        .map(URI::toString)
        .or(() -> credentials.account().map(name -> "https://" + name + ".blob.core.windows.net"))
        .orElseThrow(() -> new IllegalArgumentException("The blob store URI " + location
            + " names no endpoint; add ?endpoint=https://<account>.blob.core.windows.net, or set "
            + AzureCredentials.ACCOUNT + "."));
  }
}
