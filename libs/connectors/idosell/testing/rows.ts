import type { Row } from '../../sdk/values.js';

/** Invented rows in the shape of version 8, for specs of mappers. */
export function clientRow(change: Row = {}): Row {
  return {
    clientId: 812, clientLogin: 'h.modrzew', clientEmail: 'Halina.Modrzew@example.pl', clientCodeExternal: '', clientType: 'female', isUnregistered: 'n',
    clientsLastModificationDate: '2026-03-02 09:14:55', clientRegistrationDate: '2025-11-05',
    clientBillingAddress: {
      clientFirstName: 'Halina', clientLastName: 'Modrzew', clientFirm: '', clientNip: '', clientStreet: 'ul. Jodłowa 4/2', clientZipCode: '31-512', clientCity: 'Kraków',
      clientCountryId: 'pl', clientRegionId: '', clientProvinceId: '', clientPhone1: ' +48 600-100-200 (rano) ', clientPhone2: '',
    },
    clientPersonalData: { clientBirthDate: '1991-07-23' },
    clientPreferences: { langId: 'pol', currencyId: 'PLN', clientIsWholesaler: 'no' },
    newsletterEmailApprovalsData: [{ shopId: 2, newsletterEmailApprovalDate: '0000-00-00 00:00:00' }, { shopId: 1, newsletterEmailApprovalDate: '2025-11-05 20:01:10' }],
    newsletterSmsApprovalsData: [],
    clientActiveInShops: [{ shopId: 1, shopName: 'sklep.example.pl' }],
    ...change,
  };
}

const ACCOUNT: Row = { clientId: 812, clientLogin: 'h.modrzew', clientEmail: 'halina.modrzew@example.pl', clientPhone1: '600100200', clientPhone2: '', clientCodeExternal: '' };

export function lineRow(change: Row = {}): Row {
  return {
    productId: 90, productName: 'Botki zimowe', productCode: 'BZ', versionName: 'brązowe', sizeId: '38', sizePanelName: '38', productSizeCodeExternal: '', productQuantity: 1,
    productOrderPrice: 219, productOrderPriceNet: 178.05, bundleId: 0, basketPosition: 0, ...change,
  };
}

export type OrderParts = { readonly row?: Row; readonly client?: Row; readonly details?: Row; readonly currency?: Row; readonly base?: Row };

export function orderRow({ row = {}, client = {}, details = {}, currency = {}, base = {} }: OrderParts = {}): Row {
  return {
    orderId: 'h.modrzew-3', orderSerialNumber: 20518, orderType: 'n', errors: [],
    clientResult: {
      clientAccount: ACCOUNT, endClientAccount: ACCOUNT,
      clientBillingAddress: { clientFirstName: 'Halina', clientLastName: 'Modrzew', clientFirm: '', clientNip: '', clientStreet: 'ul. Jodłowa 4/2', clientZipCode: '31-512', clientCity: 'Kraków', clientCountryId: 'pl', clientPhone1: '600100200', clientPhone2: '' },
      clientDeliveryAddress: {
        clientDeliveryAddressId: '9001', clientDeliveryAddressFirstName: 'Halina', clientDeliveryAddressLastName: 'Modrzew', clientDeliveryAddressFirm: '', clientDeliveryAddressStreet: 'Dworska 2',
        clientDeliveryAddressZipCode: '31-510', clientDeliveryAddressCity: 'Kraków', clientDeliveryAddressCountryId: 'pl', clientDeliveryAddressPhone1: '600100200', clientDeliveryAddressPhone2: '600100200',
      },
      ...client,
    },
    orderDetails: {
      orderStatus: 'on_order', orderStatusId: 6, orderAddDate: '2026-03-02 09:20:11', orderChangeDate: '2026-03-02 10:05:40', orderDispatchDate: 0, clientNoteToOrder: '',
      payments: {
        orderPaymentType: 'prepaid',
        orderCurrency: { currencyId: 'PLN', orderCurrencyValue: 1, orderProductsCost: 258.9, orderDeliveryCost: 12.99, orderPayformCost: 0, orderInsuranceCost: 0, ...currency },
        orderBaseCurrency: { billingCurrency: 'PLN', orderProductsCost: 258.9, orderDeliveryCost: 12.99, orderPayformCost: 0, orderInsuranceCost: 0, ...base },
      },
      prepaids: [{ paymentStatus: 'y', paymentType: 'payment', paymentValue: 271.89, currencyId: 'PLN' }, { paymentStatus: 'n', paymentType: 'payment', paymentValue: 10, currencyId: 'PLN' }],
      orderSourceResults: { shopId: 1, orderSourceType: 'shop', auctionsServiceName: '', orderSourceDetails: {} },
      auctionInfo: {}, dispatch: { courierId: 1, courierName: 'Kurier', deliveryPackageId: '' },
      productsResults: [lineRow(), lineRow({ productId: 7, sizeId: 'uniw', versionName: undefined, productName: 'Impregnat', productQuantity: 2, productOrderPrice: 19.95, productOrderPriceNet: 16.22, basketPosition: 1 })],
      ...details,
    },
    ...row,
  };
}
