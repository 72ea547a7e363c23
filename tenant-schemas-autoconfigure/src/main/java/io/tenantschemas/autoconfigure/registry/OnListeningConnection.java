package io.tenantschemas.autoconfigure.registry;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Matches if it is known where a connection that listens can come from, and says so otherwise. */
final class OnListeningConnection extends SpringBootCondition implements ConfigurationCondition {

    private static final Log logger = LogFactory.getLog(OnListeningConnection.class);

    private static final String PROPERTY = "tenant-schemas.registry.listen-data-source";

    private static final String SCOPE = "tenant-schemas.routing.scope";

    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("listening connection");
        if (StringUtils.hasText(context.getEnvironment().getProperty(PROPERTY))) {
            return ConditionOutcome.match(message.because(PROPERTY + " is set"));
        }
        if (context.getEnvironment().getProperty(SCOPE, "session").equalsIgnoreCase("transaction")) {
            logger.info(
                    "Changes of tenants made by other nodes are noticed when the time limit of the cache is up, because"
                            + " nobody can listen through a pooler in transaction mode (" + SCOPE
                            + "). Name a DataSource bean that"
                            + " leads to the server itself in " + PROPERTY + ".");
            return ConditionOutcome.noMatch(message.because(SCOPE + " is transaction"));
        }
        ConfigurableListableBeanFactory beans = context.getBeanFactory();
        if (beans != null && beans.getBeanNamesForType(JdbcConnectionDetails.class, true, false).length == 1) {
            return ConditionOutcome.match(message.foundExactly("connection details"));
        }
        logger.info(
                "Changes of tenants made by other nodes are noticed when the time limit of the cache is up, because it is"
                        + " not known where a connection that listens to them can come from: the application defines its DataSource"
                        + " itself. Name a DataSource bean in " + PROPERTY + ".");
        return ConditionOutcome.noMatch(message.didNotFind("connection details").atAll());
    }
}
