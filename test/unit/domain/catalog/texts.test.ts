import { lookUp, wordsIn } from '../../../../domain/catalog/texts';

describe('lookUp', () => {
  it('prefers what is wanted more, and narrower to wider', () => {
    expect(lookUp(['fr', 'de'], ['de', 'fr'])).toBe('fr');
    expect(lookUp(['de-CH', 'fr'], ['fr', 'de'])).toBe('de');
    expect(lookUp(['de-CH'], ['de', 'de-CH'])).toBe('de-CH');
    expect(lookUp(['zh-Hant-TW'], ['zh', 'zh-Hant'])).toBe('zh-Hant');
  });

  it('takes no narrower language than was asked for, and none that only begins alike', () => {
    expect(lookUp(['pt'], ['pt-BR'])).toBeUndefined();
    expect(lookUp(['de'], ['den'])).toBeUndefined();
    expect(lookUp(['*', ''], ['de'])).toBeUndefined();
  });

  it('ignores case, and lets go of what a single letter introduces', () => {
    expect(lookUp(['PT-br'], ['pt-BR'])).toBe('pt-BR');
    expect(lookUp(['zh-Hans-x-private'], ['zh-Hans'])).toBe('zh-Hans');
  });

  it('reads no more than the first of very many', () => {
    expect(lookUp([...Array.from({ length: 5000 }, () => 'xx'), 'de'], ['de'])).toBeUndefined();
  });
});

describe('wordsIn', () => {
  it('finds words in the language or in a wider one, and else nothing', () => {
    const texts = { de: { name: 'Karte' } };
    expect(wordsIn(texts, 'de-AT')).toEqual({ name: 'Karte' });
    expect(wordsIn(texts, 'fr')).toBeUndefined();
    expect(wordsIn(texts, null)).toBeUndefined();
    expect(wordsIn(undefined, 'de')).toBeUndefined();
  });
});
