/** The network of an address, of as many leading bits as given; a text that is no address is masked. */
export function network(text: string, ipv4: number, ipv6: number, mask: (text: string) => string): string;
/** Scheme and host of a URI, of others the scheme alone. */
export function origin(text: string, mask: (text: string) => string): string;
