package org.jivesoftware.openfire.plugin.cloudnotify.adhoc;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xmpp.forms.DataForm;

/**
 * What a command answers (XEP-0050 §2): a form to fill in, or a result. The form is not to be changed any more.
 *
 * @param form to fill in, where it is of type "form", or a result; or null
 * @param note a sentence for the user, or null
 * @param failed whether the note tells of a failure
 */
record CommandReply(@Nullable DataForm form, @Nullable String note, boolean failed) {

    static CommandReply form(DataForm form) {
        return new CommandReply(Objects.requireNonNull(form), null, false);
    }

    static CommandReply result(DataForm result, @Nullable String note) {
        return new CommandReply(result, note, false);
    }

    static CommandReply done(String note) {
        return new CommandReply(null, Objects.requireNonNull(note), false);
    }

    static CommandReply failed(String note) {
        return new CommandReply(null, Objects.requireNonNull(note), true);
    }

    /** @return whether the user is to fill in a form */
    boolean asks() {
        return form != null && form.getType() == DataForm.Type.form;
    }
}
