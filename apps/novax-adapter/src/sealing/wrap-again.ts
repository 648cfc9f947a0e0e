import type { DataSource } from 'typeorm';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import type { KeyWrap } from './key-wrap.js';

const AT_ONCE = 500;

/**
 * Wraps the data keys that another master key wrapped with the present one, some at a time. Can be ended at any moment and begun again: what
 * is wrapped already is passed over. Services go on meanwhile, as long as they know both master keys. What is sealed stays as it is.
 */
export class WrapAgain {
  private readonly unitOfWork: UnitOfWork;

  constructor(
    dataSource: DataSource,
    private readonly keyWrap: KeyWrap,
  ) {
    this.unitOfWork = new UnitOfWork(dataSource);
  }

  /** Answers how many were wrapped again; `progress` is told after each part how many are left. Throws when a key opens with neither master key. */
  async run(progress: (left: number) => void, signal = new AbortController().signal): Promise<number> {
    let wrapped = 0;
    while (!signal.aborted) {
      const part = await this.part();
      if (part === 0) break;
      wrapped += part;
      progress(await this.left());
    }
    return wrapped;
  }

  /** Data keys that the present master key has not wrapped. */
  async left(): Promise<number> {
    const [row] = await this.unitOfWork.glance((tx) =>
      tx.query<{ keys: number }>('select count(*)::int as keys from data_key where master_id is distinct from $1', [
        this.keyWrap.masterId,
      ]),
    );
    return row!.keys;
  }

  private part(): Promise<number> {
    const { masterId } = this.keyWrap;
    return this.unitOfWork.run(async (tx) => {
      const rows = await tx.query<{ data_key_id: string; owner_id: string; wrapped: Buffer }>(
        `select data_key_id, owner_id, wrapped from data_key where master_id is distinct from $1
         order by data_key_id limit ${AT_ONCE} for update`,
        [masterId],
      );
      await tx.query(
        `update data_key set wrapped = again.wrapped, master_id = $3
         from unnest($1::uuid[], $2::bytea[]) as again (data_key_id, wrapped) where data_key.data_key_id = again.data_key_id`,
        [rows.map(({ data_key_id }) => data_key_id), rows.map((row) => this.again(row)), masterId],
      );
      return rows.length;
    });
  }

  private again({
    data_key_id: dataKeyId,
    owner_id: ownerId,
    wrapped,
  }: {
    data_key_id: string;
    owner_id: string;
    wrapped: Buffer;
  }) {
    const boundTo = `${dataKeyId}/${ownerId}`;
    return this.keyWrap.wrap(this.keyWrap.unwrap(wrapped, boundTo).export(), boundTo);
  }
}
