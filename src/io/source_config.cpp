#include "io/source_config.hpp"

#include <fmt/format.h>

namespace amaneku::io {

namespace {

Source read_one(TomlCursor& table) {
    Source out;
    out.name = table.text("name").value_or("");
    out.date = table.date("date").value_or("");
    out.licence = table.text("licence").value_or("");
    table.finish();
    return out;
}

}  // namespace

Source read_source(TomlCursor& table) {
    auto source = table.table("source");
    return source ? read_one(*source) : Source{};
}

Sources read_sources(TomlCursor& table, std::initializer_list<std::string_view> keys) {
    Sources out;
    auto sources = table.table("source");
    if (!sources) return out;
    for (const std::string_view key : keys) {
        auto one = sources->table(key);
        if (!one) continue;
        out[std::string{key}] = read_one(*one);
        if (!table.has(key))
            sources->problem(key,
                             fmt::format("is the source of a file that {} does not name", table.place()));
    }
    sources->finish();
    return out;
}

}  // namespace amaneku::io
