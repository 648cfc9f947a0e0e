/** The servers as images: those that docker-compose.yml runs too. */
export const containerImages = { postgres: 'postgres:18', kafka: 'apache/kafka:4.4.0' } as const;
