/** The e-shop every simulated account has. */
export const LOCATION = 'sklep_pl';
