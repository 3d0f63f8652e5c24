import { newId } from '#libs/domain/ids.js';
import { DeskAtWork } from '../../test/support/desk-at-work.js';
import { store } from '../../test/support/relay-records.js';
import { acceptProposal, refuseProposal } from './decide-proposal.js';
import { listDecisions } from './decisions.js';
import { listProposals, proposalId, proposalsOfCard } from './proposals.js';
import { decide, proposalsByName, refusal } from './testing/desk-house.js';
import { account, guest, market } from './testing/people.js';

const at = new DeskAtWork();
at.open();
const { on, merge, undo } = at;

const refuse = async (): ReturnType<typeof refuseProposal> => {
  const [proposal] = await listProposals(at.house.dataSource, at.house.workspaceId, null, 1);
  return await decide(at.house, (desk) => refuseProposal(desk, proposal?.id ?? '', null));
};

describe('proposals', () => {
  const same = { phones: ['600100200'], lastName: 'Wzór' };

  it('come from a login or from a phone with the surname, never from a phone alone', async () => {
    await store(at.house, at.shop, [account(1, 'a@example.pl', same), account(2, 'b@example.pl', { phones: ['600100200'], lastName: 'WZOR' }), account(3, 'c@example.pl', { phones: ['600100200'], lastName: 'Inna' })]);
    await store(at.house, at.shop, [market(7, 1, 'kupiec'), market(8, 2, 'Kupiec'), market(9, 3, 'kupiec')]);
    expect(await proposalsByName(at.house)).toEqual([
      'PS1/customer/1 PS1/order/7 ~ PS1/customer/2 PS1/order/8 by allegro_login:kupiec, person_phone:+48600100200/wzor',
      'PS1/customer/1 PS1/order/7 ~ PS1/customer/3 PS1/order/9 by allegro_login:kupiec',
      'PS1/customer/2 PS1/order/8 ~ PS1/customer/3 PS1/order/9 by allegro_login:kupiec',
    ]);
    expect(await proposalsOfCard(at.house.dataSource, at.house.workspaceId, await on('customer', 3))).toHaveLength(2);
  });

  it('are not made of what more than five cards share', async () => {
    await store(at.house, at.shop, [1, 2, 3, 4, 5].map((id) => account(id, `p${String(id)}@example.pl`, same)));
    expect(await proposalsByName(at.house)).toHaveLength(10);
    await store(at.house, at.shop, [account(6, 'p6@example.pl', same)]);
    expect(await proposalsByName(at.house)).toEqual([]);
    expect(await proposalsOfCard(at.house.dataSource, at.house.workspaceId, await on('customer', 1))).toEqual([]);
  });

  it('keep the moment they appeared when a card is grouped anew', async () => {
    await store(at.house, at.shop, [account(1, 'a@example.pl', same), account(2, 'b@example.pl', same)]);
    const [before] = await listProposals(at.house.dataSource, at.house.workspaceId, null, 10);
    await store(at.house, at.shop, [guest(3, 'a@example.pl')]);
    await store(at.house, at.shop, [account(1, 'new@example.pl', same)]);
    const [after] = await listProposals(at.house.dataSource, at.house.workspaceId, null, 10);
    expect(after?.reasons).toEqual(before?.reasons);
  });

  it('merge when accepted, the older card staying', async () => {
    await store(at.house, at.shop, [account(1, 'a@example.pl', same)]);
    await store(at.house, at.shop, [account(2, 'b@example.pl', same)]);
    const [one, two] = [await on('customer', 1), await on('customer', 2)];
    const id = proposalId({ lower: one, higher: two });
    const accepted = await decide(at.house, (desk) => acceptProposal(desk, id, 'sprawdzone'));
    expect(accepted).toMatchObject({ customerId: one, other: two });
    expect(await refusal(decide(at.house, (desk) => acceptProposal(desk, id, null)))).toEqual({ code: 'card_joined', detail: { customerId: one } });
    expect(await proposalsByName(at.house)).toEqual([]);
    await undo(accepted.decisionId);
    expect(await proposalsByName(at.house)).toHaveLength(1);
  });

  it('stay away once refused, through joins and another look at the same card, until that is undone', async () => {
    await store(at.house, at.shop, [account(1, 'a@example.pl', same), account(2, 'b@example.pl', same)]);
    const [one, two] = [await on('customer', 1), await on('customer', 2)];
    const refused = await refuse();
    expect(await proposalsByName(at.house)).toEqual([]);
    expect(await refusal(decide(at.house, (desk) => acceptProposal(desk, proposalId({ lower: one, higher: two } ), null)))).toMatchObject({ code: one < two ? 'already_refused' : 'not_found' });
    await store(at.house, at.shop, [guest(5, 'a@example.pl', same), market(9, 1, 'kupiec'), market(10, 2, 'kupiec')]);
    expect(await proposalsByName(at.house)).toEqual([]);
    await undo(refused.decisionId);
    expect(await proposalsByName(at.house)).toHaveLength(1);
    expect(await refusal(undo(refused.decisionId))).toMatchObject({ code: 'decision_undone' });
  });

  it('are answered only where they stand', async () => {
    await store(at.house, at.shop, [account(1, 'a@example.pl'), account(2, 'b@example.pl')]);
    const [lower, higher] = [await on('customer', 1), await on('customer', 2)].sort() as [string, string];
    for (const answer of [acceptProposal, refuseProposal] as readonly ((...args: Parameters<typeof acceptProposal>) => Promise<unknown>)[]) {
      expect(await refusal(decide(at.house, (desk) => answer(desk, proposalId({ lower, higher }), null)))).toMatchObject({ code: 'not_proposed' });
      for (const id of ['nonsense', lower, `${higher}~${lower}`, `${lower}~${lower}`, `${lower}~${higher}~${higher}`, proposalId({ lower, higher: newId() })]) {
        expect(await refusal(decide(at.house, (desk) => answer(desk, id, null)))).toMatchObject({ code: 'not_found' });
      }
    }
  });

  it('are listed page by page, each once, also while they are decided about', async () => {
    await store(at.house, at.shop, [1, 2, 3, 4].map((id) => account(id, `p${String(id)}@example.pl`, same)));
    await store(at.house, at.shop, [5, 6, 7].map((id) => account(id, `p${String(id)}@example.pl`)));
    await store(at.house, at.shop, [market(25, 5, 'kupiec'), market(26, 6, 'kupiec'), market(27, 7, 'zbieracz'), market(28, 1, 'zbieracz'), market(29, 2, 'zbieracz')]);
    const all = await listProposals(at.house.dataSource, at.house.workspaceId, null, 100);
    expect(all).toHaveLength(9);
    expect(new Set(all.map((proposal) => proposal.id)).size).toBe(9);
    const walked: string[] = [];
    for (let after: Parameters<typeof listProposals>[2] = null; ; ) {
      const [next] = await listProposals(at.house.dataSource, at.house.workspaceId, after, 1);
      if (next === undefined) break;
      walked.push(next.id);
      after = [next.reasons[0]?.type ?? '', next.reasons[0]?.value ?? '', next.lower, next.higher];
      await decide(at.house, (desk) => refuseProposal(desk, next.id, null));
    }
    expect(walked).toEqual(all.map((proposal) => proposal.id));
  });
});

describe('decisions', () => {
  it('are listed for the card under whatever id it has now, with ids and never keys', async () => {
    await store(at.house, at.shop, [account(1, 'a@example.pl'), account(2, 'b@example.pl'), account(3, 'c@example.pl')]);
    const [one, two, three] = [await on('customer', 1), await on('customer', 2), await on('customer', 3)];
    const first = await merge(one, two);
    const second = await merge(three, one);
    const list = (customerId: string | null): Promise<string[]> => listDecisions(at.house.dataSource, at.house.workspaceId, { before: null, limit: 10, customerId }).then((found) => found.map((row) => row.id));
    expect(await list(three)).toEqual([second.decisionId, first.decisionId]);
    expect(await list(null)).toEqual([second.decisionId, first.decisionId]);
    const stored = JSON.stringify(await at.house.dataSource.query('select detail from decision'));
    expect(stored).not.toContain('@');
    expect(stored).not.toContain('shop_id');
  });
});
