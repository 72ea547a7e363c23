package io.tenantschemas.sample.demo;

import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

import io.tenantschemas.provision.SchemaExistsException;
import io.tenantschemas.sample.shop.Shop;
import io.tenantschemas.sample.shop.ShopRepository;

/**
 * Opens two shops when there is none yet. A part of the life cycle rather than a runner: the shops are there before the web
 * server takes its first request.
 */
@Component
class DemoShops implements SmartLifecycle {

    private static final Log logger = LogFactory.getLog(DemoShops.class);

    private final ShopRepository shops;

    private volatile boolean running;

    DemoShops(ShopRepository shops) {
        this.shops = shops;
    }

    @Override
    public void start() {
        running = true;
        if (shops.count() == 0) {
            open();
        }
    }

    private void open() {
        try {
            // In one transaction: both shops with their schemas and products, or none of it.
            shops.saveAll(List.of(
                    new Shop("Acme", "acme", "acme.localhost"), new Shop("Globex", "globex", "globex.localhost")));
        } catch (DataIntegrityViolationException openedMeanwhile) {
            logger.info("Another instance has opened the first shops.");
        } catch (SchemaExistsException taken) {
            logger.warn("The demo shops were not opened. " + taken.getMessage());
        }
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return 0;
    }
}
