package org.jivesoftware.openfire.plugin.cloudnotify.testserver.control;

import java.io.Serializable;
import java.util.List;

/**
 * One call of a command over the control channel; the answer is a {@link Result}.
 *
 * @param family     simple name of the interface
 * @param method     method name
 * @param types      names of the parameter types
 * @param arguments  arguments
 */
public record ControlCall(String family, String method, List<String> types, Object[] arguments) implements Serializable {

    /**
     * What the server answered.
     *
     * @param value returned value
     * @param error null, or the stack trace of what went wrong in the server
     */
    public record Result(Object value, String error) implements Serializable {
    }
}
