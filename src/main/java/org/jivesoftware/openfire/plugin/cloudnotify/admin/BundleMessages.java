package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;

/**
 * Texts from the resource bundle {@code cloudnotify_i18n}, which Openfire puts on the plugin's class path.
 *
 * <p>A language without a translation gets English, not the language of the machine that the server happens to run on, which is what
 * {@link ResourceBundle} does unless told otherwise.
 */
public final class BundleMessages implements Messages {

    /** The name of the bundle: the plugin's name and what Openfire adds to it. */
    static final String BUNDLE = "cloudnotify_i18n";

    private static final Control NO_FALLBACK = Control.getNoFallbackControl(Control.FORMAT_PROPERTIES);

    private final ClassLoader loader;

    /**
     * @param loader the class loader that sees the i18n folder: the plugin's
     */
    public BundleMessages(ClassLoader loader) {
        this.loader = Objects.requireNonNull(loader);
    }

    @Override
    public String text(Locale locale, String key, Object... arguments) {
        try {
            ResourceBundle bundle = ResourceBundle.getBundle(BUNDLE, locale, loader, NO_FALLBACK);
            return new MessageFormat(bundle.getString(key), locale).format(arguments);
        } catch (MissingResourceException e) {
            return key;
        }
    }
}
