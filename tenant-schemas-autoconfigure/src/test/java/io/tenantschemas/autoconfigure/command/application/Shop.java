package io.tenantschemas.autoconfigure.command.application;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

import io.tenantschemas.entity.AbstractTenant;
import io.tenantschemas.entity.Shared;

@Entity
@Shared
@Table(name = "shops")
public class Shop extends AbstractTenant {}
