package org.jivesoftware.openfire.plugin.cloudnotify.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openqa.selenium.chrome.ChromeDriver;

/**
 * axe-core, which finds what keeps people out of a page, run in the tests' browser. It looks at the plugin's part of a page; the frame
 * around that is Openfire's.
 */
final class Axe {

    private static final String RUN = "const done = arguments[arguments.length - 1];"
        + "axe.run('.cn', {resultTypes: ['violations']}).then(found => done(found.violations.flatMap(rule => rule.nodes.map(node => "
        + "({rule: rule.id, impact: node.impact || rule.impact, help: rule.help, selector: node.target.flat().join(' '), html: node.html})"
        + ")))).catch(problem => done([{rule: 'axe', impact: 'critical', help: '' + problem, selector: '', html: ''}]));";

    private static final String SCRIPT = script();

    private Axe() {
    }

    /**
     * What is wrong with one element.
     *
     * @param rule     axe-core's name of the rule
     * @param impact   minor, moderate, serious or critical
     * @param help     the rule in a sentence
     * @param selector finds the element, in CSS
     * @param html     the element
     */
    record Finding(String rule, String impact, String help, String selector, String html) {

        /** Rule and element, which name the finding on every page. */
        String key() {
            return rule + " " + selector;
        }

        @Override
        public String toString() {
            return rule + " (" + impact + "): " + help + ": " + selector + " " + html;
        }
    }

    /** What is wrong with the page that is open. */
    static List<Finding> check(ChromeDriver browser) {
        // A settings page has hundreds of elements, and the machine may be busy.
        browser.manage().timeouts().scriptTimeout(Duration.ofMinutes(2));
        browser.executeScript(SCRIPT);
        return ((List<?>) browser.executeAsyncScript(RUN)).stream().map(Map.class::cast).map(node -> new Finding(text(node, "rule"),
            text(node, "impact"), text(node, "help"), text(node, "selector"), text(node, "html"))).toList();
    }

    private static String text(Map<?, ?> node, String key) {
        return String.valueOf(node.get(key));
    }

    private static String script() {
        try (InputStream script = Objects.requireNonNull(Axe.class.getResourceAsStream("/axe.min.js"), "axe-core is not there")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
