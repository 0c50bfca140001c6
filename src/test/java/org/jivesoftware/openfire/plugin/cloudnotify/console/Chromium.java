package org.jivesoftware.openfire.plugin.cloudnotify.console;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * The real browser of the tests: Debian's Chromium, without a window. Where it is missing and may be installed, it is; before,
 * that is said.
 */
final class Chromium {

    private static final List<String> ARGUMENTS = List.of("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--lang=en",
        "--window-size=1280,1000");

    /** Held, since a logger that nobody holds forgets its level. It would warn that Chromium is newer than Selenium. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    static {
        SELENIUM.setLevel(Level.SEVERE);
    }

    /** System property that forbids the installation by "false". */
    private static final String INSTALL = "chromium.install";

    private Chromium() {
    }

    /** @return a browser with a profile of its own, thus with a login of its own; to be quit by the caller */
    static ChromeDriver open() {
        return open(true);
    }

    /** @return a browser that runs no scripts of pages */
    static ChromeDriver openWithoutScripts() {
        return open(false);
    }

    private static ChromeDriver open(boolean scripts) {
        var options = new ChromeOptions();
        options.setBinary(find("chromium", "chromium-browser", "google-chrome").toFile());
        options.addArguments(ARGUMENTS);
        if (!scripts) {
            options.setExperimentalOption("prefs", Map.of("profile.managed_default_content_settings.javascript", 2));
        }
        // Named, so that nothing is looked for or downloaded.
        ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(find("chromedriver").toFile())
            .withSilent(true).build();
        var driver = new ChromeDriver(service, options);
        driver.manage().timeouts().pageLoadTimeout(Duration.ofSeconds(60));
        return driver;
    }

    private static synchronized Path find(String... names) {
        return inPath(names).orElseGet(() -> {
            install();
            return inPath(names).orElseThrow(() -> new IllegalStateException(
                "The console's tests need Chromium and its driver: install Debian's packages chromium and chromium-driver"));
        });
    }

    private static Optional<Path> inPath(String... names) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("") + File.pathSeparator + "/usr/bin";
        return Stream.of(names).flatMap(name -> Stream.of(path.split(File.pathSeparator)).filter(folder -> !folder.isEmpty())
            .map(folder -> Path.of(folder, name))).filter(Files::isExecutable).findFirst();
    }

    private static void install() {
        if (!"root".equals(System.getProperty("user.name")) || inPath("apt-get").isEmpty()
            || !Boolean.parseBoolean(System.getProperty(INSTALL, "true"))) {
            return;
        }
        System.out.println("The console's tests need a browser: installing Debian's packages chromium and chromium-driver. -D" + INSTALL
            + "=false does without, and these tests fail.");
        run("apt-get", "-qq", "update");
        run("apt-get", "-qq", "-y", "--no-install-recommends", "install", "chromium", "chromium-driver");
    }

    private static void run(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            if (!process.waitFor(10, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
