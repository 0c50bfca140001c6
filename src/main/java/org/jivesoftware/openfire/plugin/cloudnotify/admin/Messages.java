package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.util.Locale;

/** The plugin's texts in the languages of the i18n folder. Thread-safe. */
@FunctionalInterface
public interface Messages {

    /**
     * @param locale the wanted language
     * @param key the name of the text
     * @param arguments what to put in its placeholders, in {@link java.text.MessageFormat}'s terms
     * @return the text, in English where there is no translation, and the key itself where there is no text
     */
    String text(Locale locale, String key, Object... arguments);
}
