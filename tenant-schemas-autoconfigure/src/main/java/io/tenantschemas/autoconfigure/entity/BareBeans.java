package io.tenantschemas.autoconfigure.entity;

import org.hibernate.resource.beans.container.spi.BeanContainer;
import org.hibernate.resource.beans.container.spi.ContainedBean;
import org.hibernate.resource.beans.container.spi.FallbackContainedBean;
import org.hibernate.resource.beans.spi.BeanInstanceProducer;
import org.springframework.objenesis.SpringObjenesis;

/**
 * Makes what a mapping names by its class, such as converters and listeners, and what Spring hands beans to when it makes it: here
 * nobody converts anything or listens, so that it need not work. No bean is asked for, because the database is not ready.
 */
final class BareBeans implements BeanContainer {

    private final SpringObjenesis withoutConstructor = new SpringObjenesis();

    @Override
    public <B> ContainedBean<B> getBean(Class<B> type, LifecycleOptions options, BeanInstanceProducer usual) {
        return new FallbackContainedBean<>(type, new Producer(usual));
    }

    @Override
    public <B> ContainedBean<B> getBean(
            String name, Class<B> type, LifecycleOptions options, BeanInstanceProducer usual) {
        return new FallbackContainedBean<>(name, type, new Producer(usual));
    }

    @Override
    public void stop() {
        // Nothing was begun.
    }

    private final class Producer implements BeanInstanceProducer {

        private final BeanInstanceProducer usual;

        Producer(BeanInstanceProducer usual) {
            this.usual = usual;
        }

        @Override
        public <B> B produceBeanInstance(Class<B> type) {
            try {
                return usual.produceBeanInstance(type);
            } catch (RuntimeException wantsMore) {
                return withoutConstructor.newInstance(type);
            }
        }

        @Override
        public <B> B produceBeanInstance(String name, Class<B> type) {
            return produceBeanInstance(type);
        }
    }
}
