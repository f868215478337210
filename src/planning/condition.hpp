#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace amaneku::planning {

enum class Truth : std::uint8_t { no, unknown, yes };

/// What conditions ask about. A number or a text that is not there is not known.
struct Facts {
    std::map<std::string, double, std::less<>> numbers;
    std::map<std::string, std::set<std::string>, std::less<>> texts;
};

/// A condition of a subsidy programme: `households < 100 and (designation = 離島 or financial_index < 0.5)`.
///
/// Comparisons `= != < <= > >=` of a number's name with a number; `=` and `!=` of a text's name with a word;
/// `disadvantaged`, which is any of the seven designations; `and`, `or`, `not`, parentheses; empty: always.
/// What hangs on a fact that is not known is not known.
class Condition {
public:
    /// Names of numbers and texts that may be asked about.
    static const std::set<std::string, std::less<>>& number_names();
    static const std::set<std::string, std::less<>>& text_names();

    /// @throws Error (Errc::input), without a place, saying what is wrong and where in the text
    [[nodiscard]] static Condition parse(std::string_view text);

    [[nodiscard]] Truth evaluate(const Facts& facts) const;

private:
    enum class Kind : std::uint8_t { number, text, both, either, negation, always };
    enum class Compare : std::uint8_t { equal, unequal, less, at_most, more, at_least };
    struct Step {
        Kind kind = Kind::always;
        Compare compare = Compare::equal;
        std::string name;
        double number = 0.0;
        std::set<std::string> words;
    };
    class Parser;

    std::vector<Step> m_steps;  ///< operands before their operator
};

}  // namespace amaneku::planning
