package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

import java.util.Arrays;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips what is marked with {@link SkippedWith} where the tested Openfire has that lack. */
final class LackCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return context.getElement().flatMap(element -> AnnotationSupport.findAnnotation(element, SkippedWith.class))
                .flatMap(marked -> Arrays.stream(marked.value()).filter(Lack::holds).findFirst())
                .map(lack -> ConditionEvaluationResult.disabled("Openfire " + Openfire.tested().version() + ": " + lack.reason()))
                .orElse(ConditionEvaluationResult.enabled("Openfire can do it"));
    }
}
