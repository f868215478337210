#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace amaneku::workbook {

/// What stands in a cell: nothing, a number, a text. A text is a text whatever it begins with.
using Cell = std::variant<std::monostate, double, std::string>;

/// How the numbers of a column are coloured. Every scale also reads in grey: darker asks for attention.
enum class Shade : std::uint8_t {
    none,
    rate,       ///< percent: white at 100, orange towards 60 and below
    amount,     ///< a bar as long as the number
    shortfall,  ///< above 0: orange and bold
};

struct Column {
    std::string id;        ///< as in the csv tables and docs/formats.md
    std::string title;     ///< in the language of the report
    std::string format{};  ///< of its numbers, as spreadsheets write it: `#,##0.0`; empty: as they are
    Shade shade = Shade::none;
    bool is_long = false;  ///< sentences: as wide as a page takes it
    bool is_key = false;   ///< a code or name that stays in view while the sheet is scrolled
};

/// Bars of a table's rows, in their order from above, drawn below the table.
struct Chart {
    std::string title;
    std::size_t category = 0;          ///< column of names
    std::vector<std::size_t> values;   ///< columns of numbers, one series each
    double least = 0.0, most = 100.0;  ///< ends of the axis
};

struct Table {
    std::string title;  ///< above it; empty: none
    std::vector<Column> columns;
    std::vector<std::vector<Cell>> rows;
    std::optional<Chart> chart;
    bool on_new_page = false;
};

/// A sheet with one table has a filter, and its headings stay in view: they are in row `heading_row`, the ids
/// below them.
struct Sheet {
    std::string name;   ///< on its tab: at most 31 characters, unlike any other
    std::string title;  ///< in its first row
    std::string about;  ///< a sentence or two below the head
    std::vector<Table> tables;
    bool is_upright = false;  ///< printed on upright pages
};

/// Rows from above, counted from 1, in which headings and ids of a sheet with one table stand.
inline constexpr std::size_t heading_row = 6;
inline constexpr std::size_t id_row = 7;

/// A whole workbook.
struct Book {
    std::string title;
    std::string program;               ///< that made it: `amaneku 0.1.0`
    int year = 0, month = 0, day = 0;  ///< stands in the file as the day it was made
    std::string dated;                 ///< second row of every sheet
    std::string rules;                 ///< third row
    std::string sources;               ///< fourth row
    std::string cut_mark;              ///< at the end of a text that was too long for a cell
    std::vector<Sheet> sheets;
    std::size_t opens_at = 0;  ///< the sheet that is seen first
};

}  // namespace amaneku::workbook
