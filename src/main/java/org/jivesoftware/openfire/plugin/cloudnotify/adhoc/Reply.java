package org.jivesoftware.openfire.plugin.cloudnotify.adhoc;

import java.util.Objects;
import org.xmpp.forms.DataForm;

/**
 * What a command answers (XEP-0050 §2): a form to fill in, or a result. The form is not to be changed any more.
 *
 * @param form to fill in, where it is of type "form", or a result; or null
 * @param note a sentence for the user, or null
 * @param failed whether the note tells of a failure
 */
record Reply(DataForm form, String note, boolean failed) {

    static Reply form(DataForm form) {
        return new Reply(Objects.requireNonNull(form), null, false);
    }

    static Reply result(DataForm result, String note) {
        return new Reply(result, note, false);
    }

    static Reply done(String note) {
        return new Reply(null, Objects.requireNonNull(note), false);
    }

    static Reply failed(String note) {
        return new Reply(null, Objects.requireNonNull(note), true);
    }

    /** @return whether the user is to fill in a form */
    boolean asks() {
        return form != null && form.getType() == DataForm.Type.form;
    }
}
