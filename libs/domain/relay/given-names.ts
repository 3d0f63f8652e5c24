const WOMEN =
  'agata agnieszka aleksandra alicja amelia anastazja aneta anita anna barbara beata bozena cecylia celina danuta daria dominika dorota edyta elzbieta emilia ewa ewelina gabriela genowefa grazyna halina hanna helena ' +
  'ilona irena iwona iza izabela jadwiga janina joanna jolanta julia justyna kamila karolina katarzyna kinga klaudia krystyna laura lena lidia lucyna magda magdalena maja malgorzata maria mariola marlena marta martyna ' +
  'marzena milena miroslawa monika natalia nikola ola olga oliwia patrycja paula paulina regina renata roksana sandra stanislawa stefania sylwia teresa urszula wanda weronika wieslawa wiktoria wioletta zofia zuzanna';
const MEN =
  'adam adrian albert aleksander andrzej antoni arkadiusz artur bartlomiej bartosz bogdan boguslaw boleslaw borys cezary czeslaw damian daniel dariusz dawid dominik edward emil eryk eugeniusz fabian filip franciszek ' +
  'grzegorz henryk hubert igor ireneusz jacek jakub jan janusz jaroslaw jerzy jozef julian kacper kamil karol kazimierz konrad krystian krzysztof leszek lukasz maciej marcel marcin marek marian mariusz mateusz ' +
  'maksymilian michal mieczyslaw mikolaj milosz miroslaw norbert olaf oskar patryk pawel piotr przemyslaw rafal robert roman ryszard sebastian slawomir stanislaw stefan szymon tadeusz tomasz tymon waldemar wieslaw ' +
  'wiktor witold wladyslaw wlodzimierz wojciech zbigniew zdzislaw zenon zygmunt';

/** Frequent first names in Poland, folded. */
export const GIVEN_NAMES: ReadonlySet<string> = new Set(`${WOMEN} ${MEN}`.split(' '));
