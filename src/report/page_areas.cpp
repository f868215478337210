#include "report/page_areas.hpp"

#include "core/range_rates.hpp"
#include "core/weight.hpp"
#include "report/label_point.hpp"
#include "report/layer_list.hpp"
#include "report/page_json.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <tuple>

namespace amaneku::report {

namespace {

using Json = nlohmann::ordered_json;

/// West, south, east, north.
using Box = std::array<double, 4>;
constexpr double far = std::numeric_limits<double>::infinity();
constexpr Box no_box{far, far, -far, -far};

Box joined(const Box& a, const Box& b) {
    return {std::min(a[0], b[0]), std::min(a[1], b[1]), std::max(a[2], b[2]), std::max(a[3], b[3])};
}

Json box_json(const Box& box) {
    if (box[0] > box[2]) return nullptr;  // of an area without a shape
    return Json::array(
        {short_degrees(box[0]), short_degrees(box[1]), short_degrees(box[2]), short_degrees(box[3])});
}

class Areas {
public:
    explicit Areas(const PageInput& input)
        : m_input{input},
          m_result{input.result},
          m_places{municipality_places(input.result)},
          m_people{whole_people(input.result)},
          m_layers{layer_list(input.result)} {
        find_boxes();
        for (std::size_t f = 0; m_result.flags && f < m_result.flags->size(); ++f) {
            const Flag& flag = (*m_result.flags)[f];
            m_flags[{flag.level, flag.area}].push_back(f);
        }
        for (const RankingRow& row : input.ranking) m_ranks[{row.level, row.code}].push_back(&row);
        for (std::size_t s = 0; s < m_result.config.services.size(); ++s)
            m_services[m_result.config.services[s].id] = s;
    }

    Json all() {
        Json out;
        std::vector<std::uint32_t> reported;
        for (std::uint32_t z = 0; z < m_places.size(); ++z) {
            if (m_places[z] >= 0) reported.push_back(z);
        }
        out["nation"] = area({"00", m_result.config.language == "ja" ? "全体" : "All"}, AreaLevel::nation, 0,
                             m_result.nation_coverage, 0, reported);
        out["prefectures"] = areas(m_result.prefectures, AreaLevel::prefecture, m_result.prefecture_coverage);
        out["municipalities"] = Json::array();
        for (const std::uint32_t z : reported) {
            const Zone& zone = m_result.zones.zones[z];
            Json one =
                area({zone.code, zone.name}, AreaLevel::municipality, z, m_result.zone_coverage, z, {z});
            one["prefecture"] = prefecture_of(zone);
            if (!zone.city.empty()) one["city"] = zone.city;
            out["municipalities"].push_back(std::move(one));
        }
        out["groups"] = areas(m_result.groups, AreaLevel::group, m_result.group_coverage);
        for (std::size_t g = 0; g < m_result.groups.size(); ++g) {
            out["groups"][g]["kind"] = m_result.groups[g].kind;
            Json& members = out["groups"][g]["members"] = Json::array();
            for (const std::uint32_t z : m_result.groups[g].zones) members.push_back(m_places[z]);
        }
        return out;
    }

private:
    struct Named {
        std::string code, name;
    };

    void find_boxes() {
        const PolygonSet& shapes = m_input.shapes;
        m_boxes.assign(m_result.zones.zones.size(), no_box);
        m_labels.resize(m_boxes.size());
        std::vector<double> largest(m_boxes.size(), -1.0);
        for (std::size_t p = 0; p < shapes.part_count(); ++p) {
            if (shapes.part_begin[p] == shapes.part_begin[p + 1]) continue;
            const std::uint32_t z = m_result.zones.part_zone[p];
            const auto shell = shapes.ring(shapes.part_begin[p]);
            for (const Point& q : shell) m_boxes[z] = joined(m_boxes[z], {q.x, q.y, q.x, q.y});
            const double area = ring_area(shell);
            if (area <= largest[z]) continue;
            largest[z] = area;
            m_labels[z] = label_point(shapes, p);
        }
    }
    [[nodiscard]] Json prefecture_of(const Zone& zone) const {
        for (std::size_t p = 0; p < m_result.prefectures.size(); ++p) {
            if (m_result.prefectures[p].code == zone.prefecture_code) return p;
        }
        return -1;
    }
    Json areas(const std::vector<Area>& list, AreaLevel level, const CoverageTable& table) {
        Json out = Json::array();
        for (std::uint32_t a = 0; a < list.size(); ++a)
            out.push_back(area({list[a].code, list[a].name}, level, a, table, a, list[a].zones));
        return out;
    }
    Json area(const Named& named, AreaLevel level, std::uint32_t index, const CoverageTable& table,
              std::size_t row, const std::vector<std::uint32_t>& zones) {
        Box box = no_box;
        double km2 = 0.0;
        Point middle;  // of the areas of its zones, so that far islands do not pull it out to sea
        for (const std::uint32_t z : zones) {
            box = joined(box, m_boxes[z]);
            km2 += m_result.zone_area_km2[z];
            middle.x += m_result.zone_area_km2[z] * m_labels[z].x;
            middle.y += m_result.zone_area_km2[z] * m_labels[z].y;
        }
        const bool has_shape = box[0] <= box[2] && km2 > 0.0;
        middle = {middle.x / km2, middle.y / km2};
        const AreaPeople people = level == AreaLevel::municipality
                                      ? m_people[index]
                                      : area_people(m_result, table, row, m_people, zones);
        Json out{{"code", named.code}, {"name", named.name}, {"km2", std::round(km2 * 1000.0) / 1000.0}};
        out["at"] =
            has_shape ? position(level == AreaLevel::municipality ? m_labels[index] : middle) : Json{};
        out["box"] = box_json(box);
        out["people"] = people.weights;
        add_figures(people, table, row, out);
        Json& left_out = out["left_out"] = Json::array();
        for (const WholePeople& s : people.services) left_out.push_back(s.left_out);
        if (!m_result.ranges.empty()) out["ranges"] = ranges(people, zones);
        out["flags"] = flags(level, index);
        out["ranks"] = ranks(std::string{area_level_id(level)}, named.code);
        return out;
    }
    void add_figures(const AreaPeople& people, const CoverageTable& table, std::size_t row, Json& out) const {
        Json rates = Json::array();
        Json covered = Json::array();
        for (std::size_t w = 0; w < table.weight_count; ++w) {
            for (const PageLayer& l : m_layers) {
                const int decimals = m_result.config.services[l.service].profile.decimals;
                const Amount counted = table.counted(row, w, l.layer);
                const std::int64_t whole = part_of(counted, table.total(row, w), people.weights[w]);
                for (const Rule rule : rules) {
                    const Amount amount = std::min(table.at(row, w, l.layer, rule), counted);
                    rates.push_back(rate_json(amount, whole == 0 ? Amount{0} : counted, decimals));
                    covered.push_back(part_of(amount, counted, whole));
                }
            }
        }
        out["rates"] = std::move(rates);
        out["covered"] = std::move(covered);
    }
    /// By service: least and largest rate over the draws of placed stations, null where there are none.
    Json ranges(const AreaPeople& people, const std::vector<std::uint32_t>& zones) const {
        Json out = Json::array();
        for (std::size_t s = 0; s < m_result.config.services.size(); ++s) {
            const PlacementRange* const range = range_of(m_result, s);
            out.push_back(nullptr);
            if (range == nullptr || people.services[s].counted() == 0) continue;
            const RangeRates rates = range_rates(m_result, *range, zones);
            out.back() = {std::stod(rates.least), std::stod(rates.most)};
        }
        return out;
    }
    Json flags(AreaLevel level, std::uint32_t index) const {
        Json out = Json::array();
        const auto found = m_flags.find({level, index});
        if (found == m_flags.end()) return out;
        for (const std::size_t f : found->second) {
            const Flag& flag = (*m_result.flags)[f];
            Json one{
                {"service", flag.service}, {"word", flag.word}, {"value", flag.value}, {"limit", flag.limit}};
            if (flag.target_fy != 0) {
                one["target_fy"] = flag.target_fy;
                one["scope"] = flag.target_scope;
            }
            if (f < m_input.reasons.size())
                one["reason"] = {{"ja", m_input.reasons[f].ja}, {"en", m_input.reasons[f].en}};
            out.push_back(std::move(one));
        }
        return out;
    }
    Json ranks(const std::string& level, const std::string& code) const {
        Json out = Json::array();
        const auto found = m_ranks.find({level, code});
        if (found == m_ranks.end()) return out;
        for (const RankingRow* row : found->second) {
            out.push_back({{"service", m_services.at(row->service)},
                           {"among", row->among},
                           {"among_code", row->among_code},
                           {"rank", row->rank},
                           {"count", row->count},
                           {"set_rate", rate_json(row->set_covered, row->set_total, row->decimals)}});
        }
        return out;
    }

    const PageInput& m_input;
    const RunResult& m_result;
    std::vector<std::int32_t> m_places;
    std::vector<AreaPeople> m_people;
    std::vector<PageLayer> m_layers;
    std::vector<Box> m_boxes;     ///< by zone
    std::vector<Point> m_labels;  ///< by zone
    std::map<std::pair<AreaLevel, std::uint32_t>, std::vector<std::size_t>> m_flags;
    std::map<std::pair<std::string, std::string>, std::vector<const RankingRow*>> m_ranks;
    std::map<std::string, std::size_t> m_services;
};

}  // namespace

std::vector<std::int32_t> municipality_places(const RunResult& result) {
    std::vector<std::int32_t> out;
    std::int32_t next = 0;
    for (const Zone& zone : result.zones.zones) out.push_back(zone.reported ? next++ : -1);
    return out;
}

Json page_areas(const PageInput& input) {
    return Areas{input}.all();
}

}  // namespace amaneku::report
