#include "tiles/mvt_layer.hpp"

#include <protozero/pbf_writer.hpp>

#include <array>
#include <bit>
#include <cmath>
#include <unordered_map>
#include <utility>

namespace amaneku::tiles {

namespace {

constexpr std::uint32_t move_to = 1;
constexpr std::uint32_t line_to = 2;
constexpr std::uint32_t close_path = 15;

constexpr std::uint32_t command(std::uint32_t id, std::size_t count) noexcept {
    return id | static_cast<std::uint32_t>(count << 3U);
}

constexpr std::uint32_t zigzag(std::int32_t value) noexcept {
    return static_cast<std::uint32_t>(value) << 1U ^ static_cast<std::uint32_t>(value >> 31);
}

/// What a value is told by: its kind (0 a whole number, 1 a real one, 2 + field a word) and its bits.
struct ValueKey {
    std::uint64_t kind = 0;
    std::uint64_t bits = 0;

    friend bool operator==(const ValueKey&, const ValueKey&) = default;
};

/// Numbers of the values that were met, by open addressing: a tile asks a hundred thousand times.
class ValueNumbers {
public:
    ValueNumbers() : m_slots(256) {}

    /// The number of a key's value, and whether it is new.
    std::pair<std::uint32_t, bool> find(const ValueKey& key, std::uint32_t next) {
        if (2 * m_used >= m_slots.size()) grow();
        Slot& slot = m_slots[place(key)];
        if (slot.number != none) return {slot.number, false};
        slot = {key, next};
        ++m_used;
        return {next, true};
    }

private:
    static constexpr std::uint32_t none = 0xffffffffU;
    struct Slot {
        ValueKey key;
        std::uint32_t number = none;
    };

    [[nodiscard]] std::size_t place(const ValueKey& key) const noexcept {
        std::uint64_t hash = (key.bits + 0x9e3779b97f4a7c15U * (key.kind + 1)) * 0xbf58476d1ce4e5b9U;
        hash ^= hash >> 31U;
        std::size_t i = hash & (m_slots.size() - 1);
        while (m_slots[i].number != none && m_slots[i].key != key) i = (i + 1) & (m_slots.size() - 1);
        return i;
    }
    void grow() {
        std::vector<Slot> old(m_slots.size() * 2);
        std::swap(old, m_slots);
        for (const Slot& slot : old) {
            if (slot.number != none) m_slots[place(slot.key)] = slot;
        }
    }

    std::vector<Slot> m_slots;
    std::size_t m_used = 0;
};

constexpr std::uint32_t no_key = 0xffffffffU;

}  // namespace

void Commands::clear() noexcept {
    m_words.clear();
    m_pen = {};
}

void Commands::to(UnitPoint at) {
    m_words.push_back(zigzag(at.x - m_pen.x));
    m_words.push_back(zigzag(at.y - m_pen.y));
    m_pen = at;
}

void Commands::point(UnitPoint at) {
    m_words.push_back(command(move_to, 1));
    to(at);
}

void Commands::line(std::span<const UnitPoint> points) {
    m_words.push_back(command(move_to, 1));
    to(points.front());
    m_words.push_back(command(line_to, points.size() - 1));
    for (const UnitPoint& p : points.subspan(1)) to(p);
}

void Commands::ring(std::span<const UnitPoint> points) {
    line(points);
    m_words.push_back(close_path);
}

void Commands::rectangle(UnitPoint from, UnitPoint to) {
    const std::array corners{from, UnitPoint{to.x, from.y}, to, UnitPoint{from.x, to.y}};
    ring(corners);
}

struct MvtLayer::State {
    std::string_view name;
    std::span<const Field> fields;
    std::vector<std::uint32_t> key_of;  // by field
    std::vector<std::size_t> keys;      // fields in the order of their first use
    ValueNumbers numbers;
    std::unordered_map<std::string, std::uint32_t> texts;
    std::uint32_t value_count = 0;
    std::vector<std::uint32_t> tags;
    std::string features;
    std::string values;
    protozero::pbf_writer feature_writer{features};
    protozero::pbf_writer value_writer{values};

    void tag(std::size_t field, std::uint32_t value) {
        if (key_of[field] == no_key) {
            key_of[field] = static_cast<std::uint32_t>(keys.size());
            keys.push_back(field);
        }
        tags.push_back(key_of[field]);
        tags.push_back(value);
    }
    void add_text(std::string_view text) {
        protozero::pbf_writer value{value_writer, 4};
        value.add_string(1, text.data(), text.size());
    }
};

MvtLayer::MvtLayer(std::string_view name, std::span<const Field> fields)
    : m_state{std::make_unique<State>()} {
    m_state->name = name;
    m_state->fields = fields;
    m_state->key_of.assign(fields.size(), no_key);
}

MvtLayer::~MvtLayer() = default;

void MvtLayer::integer(std::size_t field, std::int64_t value) {
    const auto [number, is_new] =
        m_state->numbers.find({0, std::bit_cast<std::uint64_t>(value)}, m_state->value_count);
    if (is_new) {
        ++m_state->value_count;
        protozero::pbf_writer out{m_state->value_writer, 4};
        if (value >= 0) {
            out.add_uint64(5, static_cast<std::uint64_t>(value));
        } else {
            out.add_sint64(6, value);
        }
    }
    m_state->tag(field, number);
}

void MvtLayer::number(std::size_t field, FieldType type, double value) {
    if (std::isnan(value)) return;
    constexpr double exact = 9007199254740992.0;
    // Readers take numbers as numbers; a whole one is a quarter as long when it is written as such.
    if (type == FieldType::integer || (std::abs(value) < exact && value == std::trunc(value))) {
        integer(field, static_cast<std::int64_t>(value));
        return;
    }
    const auto [index, is_new] =
        m_state->numbers.find({1, std::bit_cast<std::uint64_t>(value)}, m_state->value_count);
    if (is_new) {
        ++m_state->value_count;
        protozero::pbf_writer out{m_state->value_writer, 4};
        out.add_double(3, value);
    }
    m_state->tag(field, index);
}

void MvtLayer::text(std::size_t field, std::string_view value) {
    const auto [found, is_new] = m_state->texts.try_emplace(std::string{value}, m_state->value_count);
    if (is_new) {
        ++m_state->value_count;
        m_state->add_text(value);
    }
    m_state->tag(field, found->second);
}

void MvtLayer::own_text(std::size_t field, std::string_view value) {
    m_state->add_text(value);
    m_state->tag(field, m_state->value_count++);
}

void MvtLayer::word(std::size_t field, std::uint32_t number, std::string_view value) {
    const auto [index, is_new] = m_state->numbers.find({2 + field, number}, m_state->value_count);
    if (is_new) {
        ++m_state->value_count;
        m_state->add_text(value);
    }
    m_state->tag(field, index);
}

void MvtLayer::value(std::size_t field, const Value& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) {
        integer(field, *whole);
    } else if (const auto* real = std::get_if<double>(&value)) {
        number(field, FieldType::real, *real);
    } else if (const auto* words = std::get_if<std::string>(&value)) {
        text(field, *words);
    }
}

void MvtLayer::feature(std::uint64_t id, Shape shape, const Commands& commands) {
    protozero::pbf_writer out{m_state->feature_writer, 2};
    out.add_uint64(1, id);
    out.add_packed_uint32(2, m_state->tags.begin(), m_state->tags.end());
    out.add_enum(3, 1 + static_cast<std::int32_t>(shape));
    const auto words = commands.words();
    out.add_packed_uint32(4, words.begin(), words.end());
    m_state->tags.clear();
}

void MvtLayer::append_to(std::string& tile) {
    if (m_state->features.empty()) return;
    std::string head;
    protozero::pbf_writer out{head};
    out.add_uint32(15, 2);
    out.add_string(1, m_state->name.data(), m_state->name.size());
    for (const std::size_t key : m_state->keys) out.add_string(3, m_state->fields[key].name);
    out.add_uint32(5, static_cast<std::uint32_t>(extent));
    protozero::pbf_writer{tile}.add_bytes_vectored(3, head, m_state->features, m_state->values);
}

}  // namespace amaneku::tiles
