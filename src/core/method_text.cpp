#include "core/method_text.hpp"

#include <array>
#include <cstddef>
#include <utility>

namespace amaneku {

namespace {

using Words = std::pair<const char*, const char*>;  // Japanese, English

constexpr std::array<Words, 4> zone_shares{
    {{"セルの人口を、区域ごとのセル内の面積で分ける",
      "a cell's people are shared among the zones by the area of the cell inside each"},
     {"セルの人口を、セル内の面積が最も大きい区域に入れる",
      "a cell's people belong to the zone with the largest part of the cell"},
     {"セルの人口を、総務省統計局の一覧がその1kmメッシュに認める区域のあいだで、面積により分ける",
      "a cell's people are shared, by area, among the zones that the Statistics Bureau's list allows for its "
      "1 km mesh"},
     {"セルの人口を、セルの中心がある区域に入れる",
      "a cell's people belong to the zone that holds its centre"}}};

}  // namespace

std::vector<MethodSentence> method_sentences(const Config& config) {
    const ZoneAssign assign = config.zones.assign;
    const bool by_piece = assign == ZoneAssign::land_share || assign == ZoneAssign::list;
    const Words& share = zone_shares[static_cast<std::size_t>(assign)];
    return {{"covered_fraction", "セルのうちエリアの和集合に入る正確な面積の割合（座標系の平面上）",
             "exact area of the cell inside the union of footprints, in the plane of the grid's CRS"},
            {"zone_share", share.first, share.second},
            {"half_cell", "カバー面積率がしきい値を満たすセルの人口をすべて数える",
             "all of a cell's people when its covered fraction passes the threshold"},
            {"area_share",
             by_piece ? "区域に属するセルの人口に、その区域のセル内部分のカバー面積率を掛ける"
                      : "セルの人口にカバー面積率を掛ける",
             by_piece ? "a zone's people of a cell times the covered fraction of the cell's part of that zone"
                      : "a cell's people times its covered fraction"},
            {"centroid", "中心がエリアに入るセルの人口をすべて数える",
             "all of a cell's people when its centre is covered"},
            {"lower", "全体がエリアに入るセルの人口だけを数える",
             "all of a cell's people when it is wholly covered"},
            {"upper", "一部でもエリアに入るセルの人口をすべて数える",
             "all of a cell's people when it is touched"},
            {"rates", "10億分の1人単位の量から求めた百分率、四捨五入",
             "percent of the amounts of 1e-9, half up"}};
}

}  // namespace amaneku
