#include "planning/dead_stretches.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

namespace amaneku::planning {

namespace {

constexpr std::size_t nothing = static_cast<std::size_t>(-1);

/// Uncovered pieces of one line, one after the other.
struct Chain {
    std::array<Point, 2> ends;
    std::int64_t length_um = 0;
    std::uint32_t feature = 0;
    std::array<std::size_t, 2> next{nothing, nothing};  ///< the chain that goes on at each end
    bool is_taken = false;
};

std::vector<Chain> chains_of(const LineTable& lines, std::uint32_t service) {
    std::vector<Chain> out;
    bool is_open = false;
    for (const LinePiece& piece : lines.pieces) {
        const bool out_of_it = (piece.inside >> service & 1U) == 0;
        if (!out_of_it) {
            is_open = false;
            continue;
        }
        if (is_open && out.back().feature == piece.feature && out.back().ends[1] == piece.points.front()) {
            out.back().ends[1] = piece.points.back();
            out.back().length_um += piece.length_um;
            continue;
        }
        Chain chain;
        chain.ends = {piece.points.front(), piece.points.back()};
        chain.length_um = piece.length_um;
        chain.feature = piece.feature;
        out.push_back(chain);
        is_open = true;
    }
    return out;
}

/// Ends of a class and name that stand at a position.
using EndsAt = std::map<std::tuple<std::string, std::string, double, double>,
                        std::vector<std::pair<std::size_t, std::size_t>>>;

void join(const LineTable& lines, std::vector<Chain>& chains) {
    EndsAt ends;
    for (std::size_t c = 0; c < chains.size(); ++c) {
        for (std::size_t e = 0; e < 2; ++e) {
            const Point& at = chains[c].ends[e];
            ends[{lines.klass[chains[c].feature], lines.name[chains[c].feature], at.x, at.y}].push_back(
                {c, e});
        }
    }
    for (const auto& [key, meeting] : ends) {
        if (meeting.size() != 2) continue;
        const auto& [a, b] = std::pair{meeting[0], meeting[1]};
        chains[a.first].next[a.second] = b.first;
        chains[b.first].next[b.second] = a.first;
    }
}

/// The end of `chain` that `from` goes on at: where both do, the other one than that which was left last.
std::size_t entered_by(const Chain& chain, Point at) {
    return chain.ends[0] == at ? 0 : 1;
}

}  // namespace

std::vector<DeadStretch> dead_stretches(const LineTable& lines, std::uint32_t service) {
    std::vector<Chain> chains = chains_of(lines, service);
    join(lines, chains);
    std::vector<DeadStretch> out;
    // From the free ends first, then what is left, which are rings.
    for (const bool rings : {false, true}) {
        for (std::size_t first = 0; first < chains.size(); ++first) {
            if (chains[first].is_taken) continue;
            const bool free0 = chains[first].next[0] == nothing;
            const bool free1 = chains[first].next[1] == nothing;
            if (!rings && !free0 && !free1) continue;
            std::size_t enter = rings || free0 ? 0 : 1;
            DeadStretch stretch;
            stretch.klass = lines.klass[chains[first].feature];
            stretch.name = lines.name[chains[first].feature];
            stretch.from = chains[first].ends[enter];
            for (std::size_t c = first; c != nothing && !chains[c].is_taken;) {
                Chain& chain = chains[c];
                chain.is_taken = true;
                stretch.length_um += chain.length_um;
                const std::size_t leave = 1 - enter;
                stretch.to = chain.ends[leave];
                c = chain.next[leave];
                if (c != nothing) enter = entered_by(chains[c], stretch.to);
            }
            out.push_back(std::move(stretch));
        }
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const DeadStretch& a, const DeadStretch& b) { return a.length_um > b.length_um; });
    return out;
}

}  // namespace amaneku::planning
