package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The pages' templates, which escape every value that they show. A name that the model does not have is an error, not an empty string.
 * Thread-safe.
 */
final class Templates {

    private final Mustache.Compiler compiler =
        Mustache.compiler().escapeHTML(true).nullValue("").emptyStringIsFalse(true).strictSections(true)
            .withLoader(Templates::read);
    private final Map<String, Template> compiled = new ConcurrentHashMap<>();

    /**
     * @param name the template's file name without its ending
     * @param model what it shows
     * @param texts the language; {@code {{#t}}key{{/t}}} in a template becomes the text of that name
     * @return HTML
     */
    String render(String name, Map<String, ?> model, Texts texts) {
        Map<String, Object> everything = new HashMap<>(model);
        Mustache.Lambda text = (fragment, out) -> out.write(Escapers.HTML.escape(texts.get(fragment.execute().trim())));
        everything.put("t", text);
        return compiled.computeIfAbsent(name, missing -> compiler.compile(open(missing))).execute(everything);
    }

    private static Reader open(String name) {
        try {
            return read(name);
        } catch (IOException e) {
            throw new IllegalStateException("The plugin's jar is not whole", e);
        }
    }

    private static Reader read(String name) throws IOException {
        try (InputStream in = Templates.class.getResourceAsStream(name + ".mustache")) {
            if (in == null) {
                throw new FileNotFoundException(name + ".mustache");
            }
            // Read at once, since the compiler does not close what it is given.
            try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
                java.io.StringWriter text = new java.io.StringWriter();
                reader.transferTo(text);
                return new StringReader(text.toString());
            }
        }
    }
}
