package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.Words;
import java.util.Locale;
import java.util.Set;

/**
 * Top-level domains accepted in running text (IANA root zone: all country codes, the common generic
 * ones).
 */
final class TopLevelDomains {

  private static final int LONGEST = 14;

  private static final Set<String> COUNTRIES =
      Words.set(
          "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo"
              + " br bs bt bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj"
              + " dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gd ge gf gg gh gi gl gm gn"
              + " gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo"
              + " jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me"
              + " mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np"
              + " nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc"
              + " sd se sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm"
              + " tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw");

  private static final Set<String> GENERIC =
      Words.set(
          "com net org edu gov mil int info biz name pro aero asia cat coop jobs mobi museum post"
              + " tel travel xxx app dev page web site online store shop blog cloud tech xyz club"
              + " live life world today news media agency digital email email guru team company"
              + " group studio design work works zone space website wiki link click help support"
              + " chat social video photos photo pics art music games game fun family love health"
              + " care clinic dental doctor hospital bank finance financial insurance credit loans"
              + " money fund capital invest trading tax legal law attorney lawyer estate house homes"
              + " land apartments rentals hotel hotels vacations tours flights cafe restaurant pizza"
              + " bar beer wine kitchen recipes food coffee fitness yoga sport football golf run"
              + " bike cars auto taxi repair tools plumbing cleaning solar energy green eco farm"
              + " garden pet vet school academy university college education training courses"
              + " systems solutions services software technology network computer host hosting"
              + " server domains codes engineering consulting management marketing ventures"
              + " international global enterprises industries supply sale deals gift gifts fashion"
              + " clothing shoes jewelry boutique beauty salon hair skin best top one vip icu gmbh"
              + " inc llc ltd limited sarl berlin london paris nyc tokyo amsterdam wien hamburg"
              + " koeln kiwi bayern brussels madrid moscow africa swiss scot wales cymru eus gal quebec"
              + " vegas miami boston melbourne sydney capetown joburg local test example invalid"
              + " localhost onion arpa internal ninja rocks buzz cool church community foundation"
              + " charity center city directory events exchange express gallery gold institute"
              + " market markets partners parts party place plus press productions properties"
              + " report reviews schule show singles style surf tips town toys trade watch wtf zip"
              + " mov foo new google amazon youtube apple microsoft mail");

  private static final Set<String> OTHER_SCRIPTS =
      Words.set(
          "рф рус укр бел срб бг ею қаз мкд онлайн сайт орг 中国 中國 台湾 香港 网络 公司 网址"
              + " 在线 한국 みんな भारत 닷컴 コム ไทย გე հայ ελ ευ קום ישראל مصر السعودية امارات ایران"
              + " المغرب شبكة بازار");

  /**
   * Also words of a language of the vocabulary; without a scheme they need a supporting context.
   */
  private static final Set<String> WORDS =
      Words.set(
          "it is in at be to me my so no do am as us by la ma pa id re st im al an es se er je il ne ca"
              + " si de su eu te ci nu le lo li ni au du es da mi sa ai la al in un se is ie ha ba"
              + " et ee no as ag at bi by cd ch co de dm do ec eg er fo ga ge gs hm ir ky lt lu mu na"
              + " om pe sh sm so sv ta tu va vi");

  /** Everyday words that end a spoken domain only in a supporting context. */
  private static final Set<String> SPOKEN =
      Words.set(
          "it is in at be to me my so no do am as us by la ma pa id re st im al an one top new best cool fun"
              + " run live life love work works show watch help support care plus party place money fund tax"
              + " law bar beer food coffee green farm family world today news name post int pro cat page link"
              + " click chat email mail art game games music video photo pics house land group team company"
              + " local test example invalid internal report market center city style tips town trade parts"
              + " sale gift");

  /** Generic domains that are no everyday word. */
  private static final Set<String> NO_WORDS =
      Words.set(
          "com net org edu gov mil biz xyz gmbh sarl onion arpa eus gal nyc wtf xxx aero asia coop mobi"
              + " tel app dev io inc llc ltd cymru quebec koeln bayern wien icu vip berlin hamburg info");

  /** Also file extensions, or members of objects in programs. */
  private static final Set<String> CODE = Words.set("info io ai app net pl cc dev run page name");

  /** Also file extensions. */
  private static final Set<String> FILES =
      Words.set("md py rs sh ps cc ms zip mov vi tf ml mm cd mp gs ad hm et bb pm");

  private TopLevelDomains() {}

  static boolean known(String text, int from, int to) {
    if (to - from < 2 || (to - from > LONGEST && !Chars.matches(text, from, "xn--"))) {
      return false;
    }
    if (Chars.matches(text, from, "xn--")) {
      return to - from <= 63;
    }
    String label = text.substring(from, to).toLowerCase(Locale.ROOT);
    return COUNTRIES.contains(label) || GENERIC.contains(label) || OTHER_SCRIPTS.contains(label);
  }

  /** Returns whether the label may also be a word or a file extension. */
  static boolean wordLike(String label) {
    String lower = label.toLowerCase(Locale.ROOT);
    return WORDS.contains(lower)
        || fileLike(label)
        || (GENERIC.contains(lower) && !NO_WORDS.contains(lower));
  }

  /** Returns whether the label may also be a word after a spoken dot. */
  static boolean spokenWord(String label) {
    return SPOKEN.contains(label.toLowerCase(Locale.ROOT)) || fileLike(label);
  }

  /** Returns whether the label also follows a dot in programs. */
  static boolean codeLike(String label) {
    return CODE.contains(label.toLowerCase(Locale.ROOT)) || fileLike(label);
  }

  /** Returns whether the label is also a file extension. */
  static boolean fileLike(String label) {
    return FILES.contains(label.toLowerCase(Locale.ROOT));
  }
}
