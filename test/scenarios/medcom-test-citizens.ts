/** MedCom's public test citizens, who are nobody. */
export const medcomTestCitizens = ['2911829996', '0505209996', '0505159995', '1502829995', '2902249996', '0107159995'];
