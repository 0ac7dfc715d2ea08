"""What offices write, made up from parts: titles, agendas, attendance, minutes. Members of JSON objects as text."""

import datetime
import random

TOKYO = datetime.timezone(datetime.timedelta(hours=9))

PLACES = ["群馬県庁", "東京都庁第一本庁舎", "ハローワーク前橋", "合同庁舎", "労働局", "産業技術センター", "中小企業会館", "勤労福祉センター",
          "県民会館", "職業能力開発促進センター"]
ROOMS = ["大会議室", "第一会議室", "特別会議室", "２階研修室", "昭和庁舎21会議室", "５階 共用会議室"]
SUBJECTS = ["就職氷河期世代の正社員転換", "中高年世代の就労支援", "ひきこもり状態にある方への支援", "職場実習と見学会", "企業説明会",
            "公的職業訓練の受講", "社会参加に向けた居場所づくり", "リ・スキリング", "ハローワークの専門窓口", "好事例の周知",
            "市町村プラットフォームとの連携", "若者サポートステーションの対象拡大", "ひとり親家庭の就業", "生活困窮者の自立相談",
            "介護分野の人材確保", "業界団体への要請"]
VERBS = ["について", "の取組状況について", "の実績報告", "に係る目標値の見直しについて", "の課題と対応", "に関する意見交換", "の今後の進め方",
         "の事業計画（案）"]
SENTENCES = ["事務局から資料に基づき説明があり、原案のとおり了承された。",
             "求人の受理件数は前年同期を上回ったが、正社員としての採用に結び付いた割合は伸び悩んでいる。",
             "訓練の修了者に対する就職支援を、専門窓口と連携して一層進めることとした。",
             "市町村の担当者からは、相談に来ない方への働きかけが難しいとの意見があった。",
             "次回までに、各団体が実施した取組の一覧を事務局へ提出する。",
             "企業への働きかけに当たっては、短時間から始められる求人の開拓を求める声が多い。",
             "委員から、周知広報の効果を測る指標を設けるべきではないかとの指摘があり、引き続き検討することとなった。",
             "説明会と面接会を同日に開催したところ、参加者が前年の一・五倍となった。",
             "好事例集を作成し、ホームページに掲載するとともに、経済団体を通じて会員企業へ配布した。",
             "本人だけでなく家族からの相談も増えており、支援機関の間で情報を共有する仕組みが必要である。"]
FAMILY = ["佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "山本", "中村", "小林", "加藤", "吉田", "山田", "星野", "新井", "狩野", "茂木"]
GIVEN = ["一郎", "陽子", "健", "美咲", "直樹", "恵子", "誠", "由美", "大輔", "真理子", "浩", "智子"]
POSTS = ["職業安定部長", "産業経済部長", "事務局長", "専務理事", "雇用推進課長", "会長", "常務理事", "職業安定課長", "所長"]
BODIES = ["商工会議所連合会", "経営者協会", "中小企業団体中央会", "労働組合総連合会", "社会福祉協議会", "若者サポートステーション",
          "ひきこもり地域支援センター", "技能士会", "建設業協会", "老人福祉施設協議会", "市長会", "町村会"]
SECTORS = ["business", "business", "business", "labour", "support", "support", "support", "support", "business", "support",
           "municipality", "municipality"]
PREFECTURES = ["群馬県", "東京都", "ぐんま", "関東地区", "北毛地域", "多摩地域"]


def day(moment: int) -> str:
    return datetime.datetime.fromtimestamp(moment / 1000, TOKYO).date().isoformat()


class Texts:
    def __init__(self, source: random.Random):
        self.random = source
        # Chosen from many times: a title made anew for each item would be most of the time.
        self.items = [subject + verb for subject in SUBJECTS for verb in VERBS]
        self.persons = [family + "　" + given for family in FAMILY for given in GIVEN]
        self.venues = [place + "　" + room for place in PLACES for room in ROOMS]

    def one(self, of: list):
        return of[int(self.random.random() * len(of))]

    def often(self, chance: float) -> bool:
        return self.random.random() < chance

    def member(self, number: int) -> str:
        place = number % len(BODIES)
        name = f"{self.one(PREFECTURES)}{BODIES[place]}第{number}支部"
        return f'"name":"{name}","aliases":[],"sector":"{SECTORS[place]}","order":{1 + number % 200},"units":[]'

    def meeting(self, number: int, moment: int, members: list[str], is_over: bool) -> str:
        begin = moment - moment % 86_400_000 + self.one([1, 1, 4, 5, 6]) * 3_600_000
        mode = self.one(["inPerson", "inPerson", "online", "hybrid", "written"]) if is_over else "inPerson"
        kind = "extraordinary" if self.often(0.1) else "regular"
        state = self.one(["held", "closed", "closed", "closed"]) if is_over else "planned"
        text = [
            f'"number":{number},"title":"第{number}回{self.one(PREFECTURES)}中高年世代活躍応援プロジェクト協議会",'
            f'"kind":"{kind}","mode":"{mode}","state":"{state}"'
        ]
        if mode == "written":
            text.append(f'"replyDueOn":"{day(begin)}"')
        else:
            text.append(f'"startsAt":{begin}')
            if is_over:
                text.append(f'"endsAt":{begin + 5_400_000}')
            if mode != "online":
                text.append(f'"venue":"{self.one(self.venues)}"')
        items = (1 + int(self.random.random() * 4)) if is_over else int(self.random.random() * 2)
        text.append(f'"agenda":[{self._agenda(items, number)}]')
        some = self.random.sample(members, min(len(members), int(self.random.random() * 5))) if is_over else []
        text.append(f'"attendance":[{self._attendance(some) if mode != "written" else ""}],"guests":[]')
        text.append(f'"replies":[{self._replies(some, begin) if mode == "written" else ""}]')
        papers = int(self.random.random() * 3) if is_over else 0
        text.append(f'"papers":[{self._papers(papers, number)}]')
        return ",".join(text)

    def _agenda(self, count: int, number: int) -> str:
        return ",".join(
            f'{{"number":{item},"title":"{self.one(self.items)}（第{number}回）","level":"public"}}'
            for item in range(1, count + 1)
        )

    def _attendance(self, members: list[str]) -> str:
        return ",".join(
            f'{{"memberId":"{member}","presence":"absent"}}'
            if self.often(0.1)
            else f'{{"memberId":"{member}","presence":"present","personName":"{self.one(self.persons)}",'
            f'"position":"{self.one(POSTS)}"}}'
            for member in members
        )

    def _replies(self, members: list[str], moment: int) -> str:
        return ",".join(
            f'{{"memberId":"{member}","repliedOn":"{day(moment - 86_400_000)}","comment":"{self.one(SENTENCES)}"}}'
            for member in members
        )

    def _papers(self, count: int, number: int) -> str:
        return ",".join(
            f'{{"number":{paper},"title":"資料{paper}　{self.one(self.items)}",'
            f'"url":"https://www.example.jp/kyogikai/{number}/{paper}.pdf","level":"public"}}'
            for paper in range(1, count + 1)
        )

    def minutes(self, state: str, moment: int) -> str:
        text = [f'"kind":"{self.one(["record", "summary"])}","state":"{state}"']
        if state != "draft":
            text.append(f'"confirmedOn":"{day(moment)}"')
        if state == "published":
            text.append(f'"publishedOn":"{day(moment + 86_400_000)}"')
        sections = []
        for number in range(1, 2 + int(self.random.random() * 4)):
            body = "".join(self.one(SENTENCES) for _ in range(1 + int(self.random.expovariate(0.4))))
            level = '"members","reason":"個人に関する情報のため"' if self.often(0.2) else '"public"'
            sections.append(
                f'{{"number":{number},"heading":"{self.one(self.items)}","body":"{body}","level":{level},'
                f'"speaker":"{self.one(self.persons)}"}}'
            )
        text.append(f'"sections":[{",".join(sections)}]')
        return ",".join(text)
