package io.tenantschemas.schema;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.tenantschemas.schema.SchemaRemoval.Piece;

import static org.assertj.core.api.Assertions.assertThat;

class RemovalOrderTests {

    private final RemovalOrder order = new RemovalOrder();

    private static ObjectId object(int number) {
        return new ObjectId(1, number);
    }

    private void add(int number, boolean isLate) {
        order.add(object(number), new Piece("piece " + number, 0), isLate);
    }

    private void add(int... numbers) {
        for (int number : numbers) {
            add(number, false);
        }
    }

    private void depends(int number, int on) {
        order.depends(object(number), object(on), false);
    }

    private void isPart(int number, int of) {
        order.depends(object(number), object(of), true);
    }

    private List<String> sorted() {
        return order.sorted().stream().map(Piece::statement).toList();
    }

    @Test
    void keepsTheOrderOfWhatNeedsNothing() {
        add(3, 1, 2);
        assertThat(sorted()).containsExactly("piece 3", "piece 1", "piece 2");
    }

    @Test
    void dropsWhatDependsOnSomethingBeforeIt() {
        add(1, 2, 3);
        depends(2, 1);
        depends(3, 2);
        assertThat(sorted()).containsExactly("piece 3", "piece 2", "piece 1");
    }

    @Test
    void dropsAPieceBeforeWhatAPartOfItDependsOn() {
        add(1, 2);
        isPart(20, 2);
        isPart(21, 20);
        depends(21, 1);
        assertThat(sorted()).containsExactly("piece 2", "piece 1");
    }

    @Test
    void dropsAPieceBeforeWhatItIsAPartOf() {
        add(1, 2);
        isPart(2, 1);
        assertThat(order.sorted()).containsExactly(new Piece("piece 2", 1), new Piece("piece 1", 1));
    }

    @Test
    void countsAPieceAndItsParts() {
        add(1);
        isPart(10, 1);
        isPart(11, 10);
        depends(12, 1);
        order.add(object(2), new Piece("piece 2", 2), false);
        isPart(11, 2);
        assertThat(order.sorted()).containsExactly(new Piece("piece 1", 3), new Piece("piece 2", 3));
    }

    @Test
    void breaksACircleOnceAndBeforeWhatWaitsForIt() {
        add(1, 2, 3, 4);
        depends(1, 2);
        depends(2, 1);
        depends(1, 3);
        depends(4, 1);
        assertThat(sorted()).containsExactly("piece 4", "piece 1", "piece 2", "piece 3");
    }

    @Test
    void dropsLateWhatIsLateAndWhatThatNeeds() {
        add(1);
        add(2, true);
        add(3, 4);
        depends(2, 3);
        depends(4, 3);
        assertThat(sorted()).containsExactly("piece 1", "piece 4", "piece 2", "piece 3");
    }

    @Test
    void takesNoNoteOfWhatIsElsewhere() {
        add(1);
        depends(1, 90);
        depends(91, 1);
        assertThat(sorted()).containsExactly("piece 1");
    }
}
