/** Where an event lies on its topic. */
export interface PublishingPlace {
  readonly partition: number;
  readonly offset: number;
  /** Milliseconds of Unix time, by whoever published it. */
  readonly publishedAt: number;
}

/**
 * To sort in the order of publishing. When the number of partitions changes, two events of a child lie in two of them, which are read side by
 * side: then the time tells.
 */
export function byPublishing(one: PublishingPlace, other: PublishingPlace): number {
  return one.partition === other.partition ? one.offset - other.offset : one.publishedAt - other.publishedAt;
}
