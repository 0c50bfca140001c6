package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate of its own for {@code localhost}, made by the JDK's keytool, and who trusts it. */
public final class TestCertificate {

    /** Opens the stores. */
    public static final String PASSWORD = "password";

    private final Path keys;
    private final Path trust;

    private TestCertificate(Path keys, Path trust) {
        this.keys = keys;
        this.trust = trust;
    }

    /** Makes one, with its files in a folder. */
    public static TestCertificate in(Path folder) {
        Path keys = folder.resolve("keys.p12");
        Path certificate = folder.resolve("certificate.pem");
        Path trust = folder.resolve("trust.p12");
        keytool("-genkeypair", "-alias", "test", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=localhost", "-ext",
            "san=dns:localhost",
            "-validity", "30", "-storetype", "PKCS12", "-keystore", keys.toString());
        keytool("-exportcert", "-rfc", "-alias", "test", "-keystore", keys.toString(), "-file", certificate.toString());
        keytool("-importcert", "-noprompt", "-alias", "test", "-file", certificate.toString(), "-storetype", "PKCS12", "-keystore",
            trust.toString());
        return new TestCertificate(keys, trust);
    }

    private static void keytool(String... arguments) {
        try {
            String[] command = new String[arguments.length + 5];
            command[0] = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
            System.arraycopy(arguments, 0, command, 1, arguments.length);
            System.arraycopy(new String[] {"-storepass", PASSWORD, "-keypass", PASSWORD}, 0, command, arguments.length + 1, 4);
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IllegalStateException(said);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The store of the server that has it. */
    public Path keyStore() {
        return keys;
    }

    /** The store of who trusts it. */
    public Path trustStore() {
        return trust;
    }

    /** That of the server that has it. */
    public SSLContext server() throws GeneralSecurityException, IOException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store(keys), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    /** That of who trusts it and nobody else. */
    public SSLContext client() throws GeneralSecurityException, IOException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store(trust));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    private static KeyStore store(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }
}
