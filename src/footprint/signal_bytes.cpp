#include "footprint/signal_bytes.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace amaneku::footprint {

namespace {

constexpr std::string_view magic = "amaneku signal 1";
constexpr std::uint64_t fnv_offset = 0xcbf29ce484222325ULL;
constexpr std::uint64_t fnv_prime = 0x100000001b3ULL;

/// FNV-1a: against damage, not against malice.
std::uint64_t check_sum(std::string_view bytes) noexcept {
    std::uint64_t sum = fnv_offset;
    for (const char c : bytes) sum = (sum ^ static_cast<unsigned char>(c)) * fnv_prime;
    return sum;
}

template <typename Value>
void put(std::string& out, Value value) {
    static_assert(std::is_trivially_copyable_v<Value>);
    char bytes[sizeof(Value)];
    std::memcpy(bytes, &value, sizeof(Value));
    out.append(bytes, sizeof(Value));
}

/// Takes values off the front of bytes; nothing is taken any more once they do not suffice.
class Reader {
public:
    explicit Reader(std::string_view bytes) : m_bytes{bytes} {}

    template <typename Value>
    Value take() {
        Value value{};
        const std::string_view piece = take(sizeof(Value));
        if (!piece.empty()) std::memcpy(&value, piece.data(), sizeof(Value));
        return value;
    }
    std::string_view take(std::size_t size) {
        if (m_bytes.size() < size) {
            m_is_short = true;
            m_bytes = {};
            return {};
        }
        const std::string_view piece = m_bytes.substr(0, size);
        m_bytes.remove_prefix(size);
        return piece;
    }
    [[nodiscard]] std::string_view rest() const noexcept { return m_bytes; }
    [[nodiscard]] bool is_short() const noexcept { return m_is_short; }

private:
    std::string_view m_bytes;
    bool m_is_short = false;
};

}  // namespace

std::string to_bytes(const TransmitterSignal& signal) {
    const TransmitterReport& report = signal.report;
    const CellWindow& window = signal.patch.window;
    std::string out{magic};
    out.reserve(128 + report.note.size() + 4 * signal.patch.dbm.size());
    put(out, static_cast<std::uint8_t>(report.level));
    put(out, static_cast<std::uint8_t>(report.is_computed ? 1 : 0));
    put(out, report.cells);
    put(out, report.outside_cells);
    put(out, report.filled_heights);
    put(out, std::uint64_t{report.note.size()});
    out += report.note;
    put(out, window.first.row);
    put(out, window.first.column);
    put(out, window.rows);
    put(out, window.columns);
    out.append(reinterpret_cast<const char*>(signal.patch.dbm.data()),
               sizeof(float) * signal.patch.dbm.size());
    put(out, check_sum(out));
    return out;
}

std::optional<TransmitterSignal> signal_from_bytes(std::string_view bytes) {
    if (bytes.size() < magic.size() + sizeof(std::uint64_t) || !bytes.starts_with(magic)) return std::nullopt;
    const std::string_view body = bytes.substr(0, bytes.size() - sizeof(std::uint64_t));
    if (Reader{bytes.substr(body.size())}.take<std::uint64_t>() != check_sum(body)) return std::nullopt;
    Reader reader{body.substr(magic.size())};
    TransmitterSignal out;
    out.report.level = static_cast<AccuracyLevel>(reader.take<std::uint8_t>());
    out.report.is_computed = reader.take<std::uint8_t>() != 0;
    out.report.cells = reader.take<std::uint64_t>();
    out.report.outside_cells = reader.take<std::uint64_t>();
    out.report.filled_heights = reader.take<std::uint64_t>();
    out.report.note = reader.take(static_cast<std::size_t>(reader.take<std::uint64_t>()));
    CellWindow& window = out.patch.window;
    window.first.row = reader.take<std::int32_t>();
    window.first.column = reader.take<std::int32_t>();
    window.rows = reader.take<std::int32_t>();
    window.columns = reader.take<std::int32_t>();
    if (reader.is_short() || window.rows < 0 || window.columns < 0 ||
        reader.rest().size() != sizeof(float) * window.size())
        return std::nullopt;
    out.patch.dbm.resize(window.size());
    if (!out.patch.dbm.empty()) std::memcpy(out.patch.dbm.data(), reader.rest().data(), reader.rest().size());
    return out;
}

}  // namespace amaneku::footprint
