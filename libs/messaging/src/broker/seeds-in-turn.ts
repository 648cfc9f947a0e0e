/**
 * The broker that a new client of kafkajs begins with: at each beginning the next of the list. By itself kafkajs 2.2.4 begins with the first one every
 * time, and asks another only when the connection is refused, not when it is taken and then closed, or never answered, as by a node that hangs and by
 * what distributes connections to nodes that have gone.
 */
export function seedsInTurn(brokers: readonly string[]): () => string[] {
  let turn = 0;
  return () => [brokers[turn++ % brokers.length]!];
}
