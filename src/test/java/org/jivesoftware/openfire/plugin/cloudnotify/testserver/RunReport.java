package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What came of a run of the integration tests, from the report files: which Openfire, how many ran, passed and failed, and which were
 * skipped and why.
 */
public final class RunReport {
    private final Map<String, List<String>> skipped = new LinkedHashMap<>();
    private final List<String> failed = new ArrayList<>();
    private final List<String> flaky = new ArrayList<>();
    private int passed;

    /** @param arguments folder with the report files */
    public static void main(String[] arguments) throws Exception {
        var report = new RunReport();
        report.read(Path.of(arguments[0]));
        System.out.print(report.text(Openfire.tested()));
    }

    /** Reads a folder's report files. */
    void read(Path folder) throws IOException, ParserConfigurationException, SAXException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml")).sorted().toList();
        }
        for (Path file : files) {
            NodeList cases = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile())
                .getElementsByTagName("testcase");
            for (int i = 0; i < cases.getLength(); i++) {
                count((Element) cases.item(i));
            }
        }
    }

    private void count(Element test) {
        String className = test.getAttribute("classname");
        String name = className.substring(className.lastIndexOf('.') + 1) + "." + test.getAttribute("name").replaceFirst("\\(.*", "");
        NodeList skips = test.getElementsByTagName("skipped");
        if (skips.getLength() > 0) {
            skipped.computeIfAbsent(reason((Element) skips.item(0)), reason -> new ArrayList<>()).add(name);
        } else if (test.getElementsByTagName("failure").getLength() + test.getElementsByTagName("error").getLength() > 0) {
            failed.add(name);
        } else {
            passed++;
            if (test.getElementsByTagName("flakyFailure").getLength() + test.getElementsByTagName("flakyError").getLength() > 0) {
                flaky.add(name);
            }
        }
    }

    /** A condition says it in the message; an assumption in the first line of its stack trace, behind two colons. */
    private static String reason(Element skip) {
        return skip.hasAttribute("message") ? skip.getAttribute("message")
                : skip.getTextContent().lines().findFirst().orElse("").replaceFirst("^\\S+: (Assumption failed: )?", "");
    }

    /** The report. */
    String text(Openfire openfire) {
        var text = new StringBuilder();
        int notRun = skipped.values().stream().mapToInt(List::size).sum();
        text.append("Openfire %s: %d tests run, %d passed, %d failed, %d skipped%n"
                .formatted(openfire.version(), passed + failed.size(), passed, failed.size(), notRun));
        failed.forEach(name -> text.append("  failed: %s%n".formatted(name)));
        flaky.forEach(name -> text.append("  passed only when it was run again: %s%n".formatted(name)));
        skipped.forEach((reason, names) -> text.append("  skipped, since %s: %s%n".formatted(reason, String.join(", ", names))));
        return text.toString();
    }
}
