package io.tenantschemas.autoconfigure.entity.both;

import java.util.Locale;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

import org.springframework.core.env.Environment;

/** A converter to which Spring hands a bean. */
@Converter
public class Shouting implements AttributeConverter<String, String> {

    private final Environment environment;

    public Shouting(Environment environment) {
        this.environment = environment;
    }

    @Override
    public String convertToDatabaseColumn(String attribute) {
        return attribute.toUpperCase(Locale.forLanguageTag(environment.getProperty("language", "en")));
    }

    @Override
    public String convertToEntityAttribute(String stored) {
        return stored;
    }
}
