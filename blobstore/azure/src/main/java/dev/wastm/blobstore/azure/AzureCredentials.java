package dev.wastm.blobstore.azure;

import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.backend.BucketUri;
import java.util.Base64;
import java.util.Optional;

/** What the environment, or system properties of the same names, say about who is asking. Empty settings count as none. */
record AzureCredentials(Optional<String> account, Optional<String> key, Optional<String> sasToken) {
  static final String ACCOUNT = "AZURE_STORAGE_ACCOUNT";
  private static final String KEY = "AZURE_STORAGE_KEY";
  private static final String SAS_TOKEN = "AZURE_STORAGE_SAS_TOKEN";

  static final String HOW_TO_GIVE = "set " + KEY + " with " + ACCOUNT + ", or " + SAS_TOKEN
      + ", or sign in by one of the ways of Azure's default chain";

  static AzureCredentials fromEnvironment() {
    return new AzureCredentials(setting(ACCOUNT), setting(KEY), setting(SAS_TOKEN));
  }

  /** Gives the client a shared key, else a SAS token, else Azure's default chain. */
  void applyTo(BlobContainerClientBuilder client, BucketUri uri, String endpoint) {
    if (key.isPresent() && account.isPresent()) {
      checkKey(uri, key.get());
      client.credential(new StorageSharedKeyCredential(account.get(), key.get()));
    } else if (sasToken.isPresent()) {
      client.sasToken(sasToken.get());
    } else if (endpoint.startsWith("https:")) {
      client.credential(new DefaultAzureCredentialBuilder().build());
    } else {
      throw BlobStoreException.denied(
          "There are no credentials for " + uri + "; " + HOW_TO_GIVE
              + ", which needs an https endpoint.",
          null);
    }
  }

  private static void checkKey(BucketUri uri, String key) {
    try {
      Base64.getDecoder().decode(key);
    } catch (IllegalArgumentException e) {
      // It is no cause: it may hold a part of the key.
      throw BlobStoreException.denied(
          "The credentials for " + uri + " are not usable: " + KEY
              + " is not a key of Azure Storage, which is written in base64.",
          null);
    }
  }

  /** Without the secrets that the record holds. */
  @Override
  public String toString() {
    return "credentials of " + account.orElse("no named account");
  }

  private static Optional<String> setting(String name) {
    return Optional.ofNullable(System.getProperty(name, System.getenv(name)))
        .filter(value -> !value.isBlank());
  }
}
