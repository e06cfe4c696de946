import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PolicyBrake } from '../../domain/notice/policy-brake.ts';
import { ServerPace } from '../../domain/notice/server-pace.ts';

/** A server that takes so many messages in any one second, asked for `seconds` by a sender of this pace. */
function play(
  pace: ServerPace,
  perSecond: () => number,
  seconds: number,
  from = 0,
): { taken: number[]; refused: number[] } {
  const taken: number[] = [];
  const refused: number[] = [];
  let now = from;
  while (now < from + seconds * 1000) {
    now += pace.turn(now) + 0.5; // a message takes half a millisecond
    const tenth = taken.at(-perSecond());
    if (tenth === undefined || tenth <= now - 1000) {
      taken.push(now);
      pace.taken(now);
    } else {
      refused.push(now);
      pace.throttled(now);
    }
  }
  return { taken, refused };
}

describe('ServerPace', () => {
  it('makes nobody wait while the server never complained', () => {
    const pace = new ServerPace();
    for (let now = 0; now < 10_000; now += 1) {
      assert.equal(pace.turn(now), 0);
      pace.taken(now);
    }
    assert.equal(pace.perMinute, null);
  });

  it('R10 adapts within 30 seconds to a server that takes ten messages a second', () => {
    const pace = new ServerPace();
    const { taken, refused } = play(pace, () => 10, 300);
    assert.ok(refused.filter((at) => at > 30_000).length <= 20, 'hardly a complaint once it has adapted');
    const later = taken.filter((at) => at > 60_000).length / 240;
    assert.ok(later > 5 && later <= 10, `${later} messages a second`);
  });

  it('R10 goes as fast as before once the limit is gone', () => {
    const pace = new ServerPace();
    let perSecond = 10;
    play(pace, () => perSecond, 30);
    perSecond = 1_000_000;
    play(pace, () => perSecond, 400, 30_000);
    assert.equal(pace.perMinute, null);
  });

  it('counts the complaints of messages that were on their way together once', () => {
    const pace = new ServerPace();
    for (let number = 0; number < 20; number += 1) pace.taken(number);
    for (let number = 0; number < 16; number += 1) pace.throttled(20 + number);
    assert.equal(pace.perMinute, 600);
  });

  it('never stops altogether', () => {
    const pace = new ServerPace();
    for (let now = 0; now < 100_000; now += 2_000) pace.throttled(now);
    assert.equal(pace.perMinute, 6);
  });
});

describe('PolicyBrake', () => {
  it('is pulled when the first twenty are all refused for our sake, not before', () => {
    const brake = new PolicyBrake();
    for (let number = 0; number < 19; number += 1) brake.aboutUs(String(number));
    assert.equal(brake.pulled, false);
    brake.aboutUs('19');
    assert.equal(brake.pulled, true);
    assert.equal(brake.refused.length, 20);
  });

  it('is pulled when more than half of the last two hundred are', () => {
    const brake = new PolicyBrake();
    for (let number = 0; number < 5_000; number += 1) brake.aboutPerson();
    let refused = 0;
    while (!brake.pulled && refused < 300) {
      refused += 1;
      brake.aboutUs(String(refused));
    }
    assert.equal(refused, 101);
  });

  it('leaves some mailboxes that refuse strangers alone', () => {
    const brake = new PolicyBrake();
    for (let number = 0; number < 5_000; number += 1) {
      if (number % 3 === 0) brake.aboutUs(String(number));
      else brake.aboutPerson();
    }
    brake.endOfPage();
    assert.equal(brake.pulled, false);
  });

  it('is pulled for a short list too when nobody of it was told', () => {
    const brake = new PolicyBrake();
    for (const id of ['a', 'b', 'c']) brake.aboutUs(id);
    brake.endOfPage();
    assert.equal(brake.pulled, true);
  });
});
