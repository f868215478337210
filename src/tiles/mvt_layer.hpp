#pragma once

#include "tiles/mercator.hpp"
#include "tiles/tile_source.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace amaneku::tiles {

/// A feature's geometry as commands of a vector tile. Positions are units of the tile.
class Commands {
public:
    void clear() noexcept;
    [[nodiscard]] bool empty() const noexcept { return m_words.empty(); }
    [[nodiscard]] std::span<const std::uint32_t> words() const noexcept { return m_words; }

    void point(UnitPoint at);
    /// Two points or more.
    void line(std::span<const UnitPoint> points);
    /// Three points or more, not closed; of a shell the shoelace sum in the tile's axes (y down) is positive,
    /// of a hole negative.
    void ring(std::span<const UnitPoint> points);
    /// The shell from one corner to the other, both on or within the tile's buffer.
    void rectangle(UnitPoint from, UnitPoint to);

private:
    void to(UnitPoint at);

    std::vector<std::uint32_t> m_words;
    UnitPoint m_pen{};
};

/// One layer of one tile: features with attributes, every key and value in it once.
class MvtLayer {
public:
    /// @param name    of the layer
    /// @param fields  columns of attributes; both outlive the layer
    MvtLayer(std::string_view name, std::span<const Field> fields);
    ~MvtLayer();
    MvtLayer(const MvtLayer&) = delete;
    MvtLayer& operator=(const MvtLayer&) = delete;
    MvtLayer(MvtLayer&&) = delete;
    MvtLayer& operator=(MvtLayer&&) = delete;

    /// An attribute of the next feature.
    void number(std::size_t field, FieldType type, double value);
    void integer(std::size_t field, std::int64_t value);
    void text(std::size_t field, std::string_view value);
    /// A text that no other feature has.
    void own_text(std::size_t field, std::string_view value);
    /// A text that is always `value` where field and number are the same.
    void word(std::size_t field, std::uint32_t number, std::string_view value);
    void value(std::size_t field, const Value& value);

    /// Ends the feature.
    void feature(std::uint64_t id, Shape shape, const Commands& commands);

    /// Appends the layer to a tile; nothing where it has no feature. Once.
    void append_to(std::string& tile);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace amaneku::tiles
