import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Puts what is published of a version into one folder: the plugin, what other plugins compile against with its sources and its pages, the
 * list of what is inside (CycloneDX), what is new, and the checksums of all of them. Run by {@code mvn -Prelease package}.
 */
final class Release {

    private Release() {
    }

    /**
     * @param arguments the project's folder, the build's folder, and the version
     * @throws Exception if something is missing
     */
    public static void main(String[] arguments) throws Exception {
        Path base = Path.of(arguments[0]);
        Path build = Path.of(arguments[1]);
        String version = arguments[2];
        Path release = Files.createDirectories(build.resolve("release"));
        try (Stream<Path> old = Files.list(release)) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
        Map<String, Path> files = new TreeMap<>();
        files.put("cloudnotify.jar", build.resolve("cloudnotify.jar"));
        for (String kind : List.of("api", "api-sources", "api-javadoc")) {
            String name = "cloudnotify-" + version + "-" + kind + ".jar";
            files.put(name, build.resolve(name));
        }
        files.put("cloudnotify-" + version + ".cdx.json", build.resolve("bom.json"));
        for (Map.Entry<String, Path> file : files.entrySet()) {
            Files.copy(file.getValue(), release.resolve(file.getKey()), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(release.resolve("NOTES.md"), notes(Files.readString(base.resolve("changelog.html")), version));
        StringBuilder sums = new StringBuilder();
        List<String> names = new ArrayList<>(files.keySet());
        names.add("NOTES.md");
        for (String name : names) {
            sums.append(sum(release.resolve(name))).append("  ").append(name).append('\n');
        }
        Files.writeString(release.resolve("SHA256SUMS"), sums);
    }

    private static String sum(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    /** What the changelog says of a version, as Markdown. */
    private static String notes(String changelog, String version) throws IOException {
        Matcher part = Pattern.compile("<p><b>" + Pattern.quote(version) + "</b> -- ([^<]+)</p>\\s*<ul>(.*?)</ul>", Pattern.DOTALL)
            .matcher(changelog);
        if (!part.find()) {
            throw new IOException("changelog.html says nothing of version " + version);
        }
        StringBuilder text = new StringBuilder("# Cloud Notify " + version + ", " + part.group(1).strip() + "\n\n");
        Matcher items = Pattern.compile("<li>(.*?)</li>", Pattern.DOTALL).matcher(part.group(2));
        while (items.find()) {
            text.append("- ").append(plain(items.group(1))).append('\n');
        }
        return text.toString();
    }

    private static String plain(String html) {
        return new String(html.replaceAll("</?code>", "`").replaceAll("<[^>]+>", "").replaceAll("\\s+", " ").replace("&rsquo;", "’")
            .replace("&lt;", "<").replace("&gt;", ">").replace("&ldquo;", "“").replace("&rdquo;", "”").replace("&ndash;", "–")
            .replace("&amp;", "&").strip().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
