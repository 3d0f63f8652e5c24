import { splitName } from './names.js';

describe('a name in one field', () => {
  it.each([
    ['Halina Wzorcowa', 'Halina', 'Wzorcowa'],
    ['  Halina   Wzorcowa ', 'Halina', 'Wzorcowa'],
    ['Anna Maria Próbna', 'Anna Maria', 'Próbna'],
    ['Anna Próbna-Testowa', 'Anna', 'Próbna-Testowa'],
    ['Anna Próbna - Testowa', 'Anna', 'Próbna-Testowa'],
    ['Jan van der Wzór', 'Jan', 'van der Wzór'],
    ['María de la Prueba', 'María', 'de la Prueba'],
    ['Otto Von Muster', 'Otto', 'Von Muster'],
    ['De Muster', 'De', 'Muster'],
    ['Jan Da', 'Jan', 'Da'],
    ['Halina', 'Halina', null],
    ['', null, null],
    [null, null, null],
    [7, null, null],
  ])('%j is %j and %j', (fullName, firstName, lastName) => {
    expect(splitName(fullName, null)).toEqual({ firstName, lastName, company: null });
  });

  it.each(['Wzorcowa Sp. z o.o.', 'WZORCOWA SP Z O O', 'Muster GmbH', 'PHU Wzór', 'P.H.U. Wzór Jan Próbny', 'Wzór s.c.', 'Firma Przykładowa', 'Example Ltd', 'Wzór S.A.'])('%s is a firm', (fullName) => {
    expect(splitName(fullName, null)).toEqual({ firstName: null, lastName: null, company: fullName });
  });

  it('keeps the firm beside it, and takes no firm for a person', () => {
    expect(splitName('Jan Próbny', 'Wzór')).toEqual({ firstName: 'Jan', lastName: 'Próbny', company: 'Wzór' });
    expect(splitName('wzór polski', 'Wzór Polski')).toEqual({ firstName: null, lastName: null, company: 'Wzór Polski' });
    expect(splitName('Wzór Sp. z o.o.', 'Wzór')).toEqual({ firstName: null, lastName: null, company: 'Wzór' });
  });

  it.each(['Filip Sasin', 'Ina Sa', 'Jan Gmbhalski', 'Sara Oko', 'Phuong Nguyen', 'Jan Sklepowicz'])('%s is a person', (fullName) => {
    expect(splitName(fullName, null).company).toBeNull();
  });
});
