#include "workbook/xlsx_file.hpp"

#include "workbook/cell_text.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <system_error>
#include <tuple>

namespace amaneku::workbook {

namespace {

/// From here on rows are written out one by one instead of being held until the end.
constexpr std::size_t many_cells = 2'000'000;
constexpr double line_height = 14.0;        // points, of 10 point text
constexpr double small_line_height = 11.5;  // of 8 point text
constexpr std::size_t least_width = 100;    // of a head, in characters
constexpr double chart_line = 20.0;         // pixels of a sheet's row

enum class Face : std::uint8_t { plain, title, small, table_title, heading, id, text, number };

struct Look {
    Face face;
    std::string format;
    friend auto operator<=>(const Look&, const Look&) = default;
};

struct FreeWorkbook {
    void operator()(lxw_workbook* book) const noexcept { lxw_workbook_free(book); }
};

lxw_row_t row_of(std::size_t row) {
    return static_cast<lxw_row_t>(row);
}
lxw_col_t column_of(std::size_t column) {
    return static_cast<lxw_col_t>(column);
}

/// Text of a page's footer: `&` begins a command there.
std::string footer_text(const std::string& text) {
    std::string out;
    for (const char c : text) out += c == '&' ? std::string{"&&"} : std::string{c};
    return out;
}

class Writer {
public:
    Writer(const Book& book, const std::string& path, std::size_t rows)
        : m_book{book}, m_path{path}, m_most_rows{rows} {
        check_place();
        std::size_t cells = 0;
        for (const Sheet& sheet : book.sheets) {
            for (const Table& table : sheet.tables) cells += table.rows.size() * table.columns.size();
        }
        lxw_workbook_options options{};
        options.constant_memory = cells > many_cells ? LXW_TRUE : LXW_FALSE;
        options.use_zip64 = cells > many_cells ? LXW_TRUE : LXW_FALSE;
        m_workbook.reset(workbook_new_opt(path.c_str(), &options));
        if (!m_workbook) throw Error{Errc::output, path, "the workbook cannot be begun"};
        set_properties();
    }
    void write() {
        for (const Sheet& sheet : m_book.sheets) {
            if (sheet.tables.size() == 1) {
                write_parts(sheet);
            } else {
                write_sheet(sheet, sheet.name, 0, m_most_rows);
            }
        }
        check(workbook_close(m_workbook.release()));
        check_whole();
    }

private:
    void check(lxw_error error) const {
        if (error != LXW_NO_ERROR)
            throw Error{Errc::output, m_path,
                        fmt::format("the workbook cannot be written: {}", lxw_strerror(error))};
    }
    /// The library tells of a file that it cannot make only at the end, and on the console too.
    void check_place() const {
        if (std::ofstream{m_path, std::ios::binary}) return;
        throw Error{Errc::output, m_path,
                    fmt::format("cannot be written: {}", std::generic_category().message(errno))};
    }
    /// A disk that is full is not always told of: a whole file ends with the directory of the archive.
    void check_whole() const {
        constexpr std::streamoff directory = 22;
        std::ifstream file{m_path, std::ios::binary};
        std::string end(static_cast<std::size_t>(directory), '\0');
        file.seekg(-directory, std::ios::end);
        if (file.read(end.data(), directory) && end.starts_with("PK\x05\x06")) return;
        throw Error{Errc::output, m_path, "the workbook is not whole: is the disk full?"};
    }
    void set_properties() {
        std::tm day{};
        day.tm_year = m_book.year - 1900;
        day.tm_mon = m_book.month - 1;
        day.tm_mday = m_book.day;
        std::string title = text(m_book.title);
        std::string program = text(m_book.program);
        lxw_doc_properties properties{};
        properties.title = title.data();
        properties.author = program.data();
        properties.created = timegm(&day);
        check(workbook_set_properties(m_workbook.get(), &properties));
        lxw_format* usual = workbook_get_default_url_format(m_workbook.get());
        if (usual != nullptr) format_set_font_name(usual, "Yu Gothic");
    }
    [[nodiscard]] std::string text(const std::string& of) const { return cell_text(of, m_book.cut_mark); }

    lxw_format* format(const Look& look) {
        auto& found = m_formats[look];
        if (found != nullptr) return found;
        lxw_format* f = found = workbook_add_format(m_workbook.get());
        format_set_font_name(f, "Yu Gothic");
        format_set_font_size(f, look.face == Face::title                            ? 14
                                : look.face == Face::small || look.face == Face::id ? 8
                                : look.face == Face::table_title                    ? 11
                                                                                    : 10);
        switch (look.face) {
            case Face::plain:
                break;
            case Face::title:
            case Face::table_title:
                format_set_bold(f);
                format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
                break;
            case Face::small:
                format_set_text_wrap(f);
                format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
                format_set_font_color(f, 0x404040);
                break;
            case Face::heading:
                format_set_bold(f);
                format_set_text_wrap(f);
                format_set_align(f, LXW_ALIGN_CENTER);
                format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
                format_set_bg_color(f, 0xDCE6F1);
                format_set_border(f, LXW_BORDER_THIN);
                format_set_border_color(f, 0x9DA9B8);
                break;
            case Face::id:
                format_set_shrink(f);
                format_set_font_color(f, 0x595959);
                format_set_bg_color(f, 0xF2F5F9);
                format_set_border(f, LXW_BORDER_THIN);
                format_set_border_color(f, 0x9DA9B8);
                break;
            case Face::text:
            case Face::number:
                format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
                format_set_border(f, LXW_BORDER_THIN);
                format_set_border_color(f, 0xD0D7DE);
                if (look.face == Face::text) {
                    format_set_num_format(f, "@");
                    format_set_text_wrap(f);
                    format_set_indent(f, 1);
                } else if (!look.format.empty()) {
                    format_set_num_format(f, look.format.c_str());
                }
                break;
        }
        return f;
    }

    /// What a cell takes on the screen, in characters.
    static std::size_t width(const Cell& cell, const std::string& number_format) {
        if (const auto* t = std::get_if<std::string>(&cell)) return display_width(*t);
        const auto* number = std::get_if<double>(&cell);
        if (number == nullptr) return 0;
        const std::size_t dot = number_format.find('.');
        const std::size_t decimals = dot == std::string::npos ? 0 : number_format.size() - dot;
        if (number_format.empty()) return fmt::format("{}", *number).size();
        const std::size_t whole = fmt::format("{:.0f}", *number).size();
        return whole + (number_format.starts_with("#,") ? (whole - 1) / 3 : 0) + decimals;
    }
    /// Widths of a sheet's columns: of what is in them, within limits; a long text has several lines.
    static std::vector<double> widths(const Sheet& sheet) {
        constexpr std::size_t looked_at = 2000;  // rows
        std::vector<double> out;
        for (const Table& table : sheet.tables) {
            for (std::size_t c = 0; c < table.columns.size(); ++c) {
                const Column& column = table.columns[c];
                std::size_t most = 0;
                for (std::size_t r = 0; r < std::min(table.rows.size(), looked_at); ++r)
                    most = std::max(most, width(table.rows[r][c], column.format));
                const bool is_text = column.format.empty() && column.shade == Shade::none;
                const std::size_t heading = std::min<std::size_t>(display_width(column.title), 8) + 1;
                const std::size_t id = std::min<std::size_t>(column.id.size() / 2 + 3, 8);
                const auto wanted = static_cast<double>(std::clamp<std::size_t>(
                    std::max({most + 2, heading, id}), 6, is_text && column.is_long ? 64 : 28));
                if (c >= out.size()) out.push_back(0.0);
                out[c] = std::max(out[c], wanted);
            }
        }
        return out;
    }
    static double lines(const std::string& text, double width) {
        double count = 0.0;
        for (std::size_t at = 0; at <= text.size();) {
            const std::size_t end = std::min(text.find('\n', at), text.size());
            const double of = static_cast<double>(display_width(std::string_view{text}.substr(at, end - at)));
            count += std::max(1.0, std::ceil(of / width));
            at = end + 1;
        }
        return count;
    }

    void write_parts(const Sheet& sheet) {
        const std::size_t room = m_most_rows - id_row;
        const std::size_t count = sheet.tables.front().rows.size();
        const std::size_t parts = std::max<std::size_t>(1, (count + room - 1) / room);
        for (std::size_t part = 0; part < parts; ++part) {
            const std::string name = part == 0 ? sheet.name : fmt::format("{} ({})", sheet.name, part + 1);
            write_sheet(sheet, name, part * room, std::min(count, (part + 1) * room));
        }
    }
    /// @param first, end  rows of the only table; of several all rows are written
    void write_sheet(const Sheet& sheet, const std::string& name, std::size_t first, std::size_t end) {
        m_name = name;
        m_sheet = workbook_add_worksheet(m_workbook.get(), name.c_str());
        if (m_sheet == nullptr)
            throw Error{Errc::output, m_path, fmt::format("there can be no sheet '{}'", name)};
        if (&sheet == &m_book.sheets.at(m_book.opens_at) && first == 0) worksheet_activate(m_sheet);
        // Codes are text although they look like numbers: no mark at each of them.
        check(worksheet_ignore_errors(m_sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, "A1:XFD1048576"));
        m_widths = widths(sheet);
        for (std::size_t c = 0; c < m_widths.size(); ++c)
            check(worksheet_set_column(m_sheet, column_of(c), column_of(c), m_widths[c],
                                       format({Face::plain, ""})));
        write_head(sheet);
        const bool single = sheet.tables.size() == 1;
        std::vector<lxw_row_t> breaks;
        std::size_t row = heading_row - 1;
        for (const Table& table : sheet.tables) {
            if (!table.title.empty()) {
                if (row >= heading_row) ++row;
                if (table.on_new_page) breaks.push_back(row_of(row));
                put(row++, 0, table.title, {Face::table_title, ""});
            }
            const std::size_t from = single ? first : 0;
            const std::size_t to = single ? end : table.rows.size();
            write_headings(table, row);
            for (std::size_t r = from; r < to; ++r) write_row(table, r, row + 2 + r - from);
            if (to > from) shade(table, row + 2, row + 1 + to - from);
            if (single) {
                check(worksheet_autofilter(m_sheet, row_of(row + 1), 0, row_of(row + 1 + to - from),
                                           column_of(table.columns.size() - 1)));
                freeze(table);
            }
            const std::size_t below = row + 2 + to - from;
            row = below + 1;
            if (table.chart && to > from) row += write_chart(table, below - (to - from), below - 1, row);
        }
        set_page(sheet);
        if (!breaks.empty()) {
            breaks.push_back(0);  // ends the list
            check(worksheet_set_h_pagebreaks(m_sheet, breaks.data()));
        }
    }
    /// How many columns the lines above a table are spread over, and how wide that is.
    [[nodiscard]] std::pair<std::size_t, double> head_width() const {
        double width = 0.0;
        std::size_t columns = 0;
        while (columns < m_widths.size() && width < 1.6 * static_cast<double>(least_width))
            width += m_widths[columns++];
        for (; width < static_cast<double>(least_width); ++columns) width += LXW_DEF_COL_WIDTH;
        return {std::max<std::size_t>(columns, 2), width};
    }
    void write_head(const Sheet& sheet) {
        const auto [columns, width] = head_width();
        const auto line = [&, columns = columns, width = width](std::size_t row, const std::string& of,
                                                                Face face) {
            const std::string shown = text(of);
            const double height =
                face == Face::title ? 22.0 : 2.0 + small_line_height * lines(shown, width * 1.3);
            check(worksheet_set_row(m_sheet, row_of(row), std::min(height, 400.0), nullptr));
            check(worksheet_merge_range(m_sheet, row_of(row), 0, row_of(row), column_of(columns - 1),
                                        shown.c_str(), format({face, ""})));
        };
        line(0, m_book.title.empty() ? sheet.title : fmt::format("{} — {}", sheet.title, m_book.title),
             Face::title);
        line(1, m_book.dated, Face::small);
        line(2, m_book.rules, Face::small);
        line(3, m_book.sources, Face::small);
        line(4, sheet.about, Face::small);
    }
    void write_headings(const Table& table, std::size_t row) {
        double most = 1.0;
        for (std::size_t c = 0; c < table.columns.size(); ++c)
            most = std::max(most, lines(table.columns[c].title, m_widths[c] - 1.0));
        check(worksheet_set_row(m_sheet, row_of(row), 4.0 + line_height * most, nullptr));
        for (std::size_t c = 0; c < table.columns.size(); ++c)
            put(row, c, table.columns[c].title, {Face::heading, ""});
        for (std::size_t c = 0; c < table.columns.size(); ++c)
            put(row + 1, c, table.columns[c].id, {Face::id, ""});
    }
    void put(std::size_t row, std::size_t column, const std::string& of, const Look& look) {
        check(
            worksheet_write_string(m_sheet, row_of(row), column_of(column), text(of).c_str(), format(look)));
    }
    void write_row(const Table& table, std::size_t index, std::size_t row) {
        const std::vector<Cell>& cells = table.rows[index];
        double most = 1.0;
        for (std::size_t c = 0; c < cells.size(); ++c) {
            if (const auto* of = std::get_if<std::string>(&cells[c]); of != nullptr && !of->empty())
                most = std::max(most, lines(*of, m_widths[c] - 1.5));
        }
        if (most > 1.0)
            check(
                worksheet_set_row(m_sheet, row_of(row), std::min(4.0 + line_height * most, 400.0), nullptr));
        for (std::size_t c = 0; c < cells.size(); ++c) {
            const Look number{Face::number, table.columns[c].format};
            if (const auto* value = std::get_if<double>(&cells[c])) {
                check(worksheet_write_number(m_sheet, row_of(row), column_of(c), *value, format(number)));
            } else if (const auto* of = std::get_if<std::string>(&cells[c]); of != nullptr && !of->empty()) {
                put(row, c, *of, {Face::text, ""});
            } else {
                check(worksheet_write_blank(m_sheet, row_of(row), column_of(c), format(number)));
            }
        }
    }
    void shade(const Table& table, std::size_t first, std::size_t last) {
        for (std::size_t c = 0; c < table.columns.size(); ++c) {
            if (table.columns[c].shade == Shade::none) continue;
            lxw_conditional_format look{};
            switch (table.columns[c].shade) {
                case Shade::rate:
                    look.type = LXW_CONDITIONAL_2_COLOR_SCALE;
                    look.min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER;
                    look.min_value = 60.0;
                    look.min_color = 0xE8A25C;
                    look.max_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER;
                    look.max_value = 100.0;
                    look.max_color = 0xFFFFFF;
                    break;
                case Shade::amount:
                    look.type = LXW_CONDITIONAL_DATA_BAR;
                    look.bar_color = 0x9ECAE1;
                    look.bar_solid = LXW_TRUE;
                    look.data_bar_2010 = LXW_TRUE;
                    look.min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER;
                    look.min_value = 0.0;
                    break;
                default:
                    look.type = LXW_CONDITIONAL_TYPE_CELL;
                    look.criteria = LXW_CONDITIONAL_CRITERIA_GREATER_THAN;
                    look.value = 0.0;
                    look.format = shortfall();
            }
            check(worksheet_conditional_format_range(m_sheet, row_of(first), column_of(c), row_of(last),
                                                     column_of(c), &look));
        }
    }
    lxw_format* shortfall() {
        if (m_shortfall != nullptr) return m_shortfall;
        m_shortfall = workbook_add_format(m_workbook.get());
        format_set_font_name(m_shortfall, "Yu Gothic");
        format_set_bold(m_shortfall);
        format_set_bg_color(m_shortfall, 0xF6D5AE);
        return m_shortfall;
    }
    void freeze(const Table& table) {
        std::size_t keys = 0;
        while (keys < table.columns.size() && table.columns[keys].is_key) ++keys;
        worksheet_freeze_panes(m_sheet, row_of(id_row), column_of(keys));
        check(worksheet_repeat_rows(m_sheet, row_of(heading_row - 1), row_of(id_row - 1)));
    }
    /// @returns how many rows it takes
    std::size_t write_chart(const Table& table, std::size_t first, std::size_t last, std::size_t at) {
        static constexpr std::array<lxw_color_t, 3> colours{0x2166AC, 0xE08214, 0x7F7F7F};
        const Chart& of = *table.chart;
        lxw_chart* chart = workbook_add_chart(m_workbook.get(), LXW_CHART_BAR);
        lxw_chart_font font{};
        std::string font_name = "Yu Gothic";
        font.name = font_name.data();
        font.size = 9;
        lxw_chart_font bold = font;
        bold.bold = LXW_TRUE;
        bold.size = 11;
        for (std::size_t i = 0; i < of.values.size(); ++i) {
            const std::size_t c = of.values[i];
            lxw_chart_series* series = chart_add_series(chart, nullptr, nullptr);
            chart_series_set_categories(series, m_name.c_str(), row_of(first), column_of(of.category),
                                        row_of(last), column_of(of.category));
            chart_series_set_values(series, m_name.c_str(), row_of(first), column_of(c), row_of(last),
                                    column_of(c));
            chart_series_set_name(series, text(table.columns[c].title).c_str());
            lxw_chart_fill fill{};
            fill.color = colours.at(i % colours.size());
            chart_series_set_fill(series, &fill);
            chart_series_set_labels(series);
            chart_series_set_labels_font(series, &font);
            if (!table.columns[c].format.empty())
                chart_series_set_labels_num_format(series, table.columns[c].format.c_str());
        }
        chart_title_set_name(chart, text(of.title).c_str());
        chart_title_set_name_font(chart, &bold);
        // Of bars the library's y axis has the categories. Reversed, it would take the numbers to the top.
        chart_axis_set_reverse(chart->y_axis);
        chart_axis_set_label_position(chart->x_axis, LXW_CHART_AXIS_LABEL_POSITION_HIGH);
        chart_axis_set_num_font(chart->x_axis, &font);
        chart_axis_set_num_font(chart->y_axis, &font);
        chart_axis_set_min(chart->x_axis, of.least);
        chart_axis_set_max(chart->x_axis, of.most);
        chart_axis_set_num_format(chart->x_axis, "0");
        lxw_chart_line grid{};
        grid.color = 0xD9D9D9;
        chart_axis_major_gridlines_set_visible(chart->x_axis, LXW_TRUE);
        chart_axis_major_gridlines_set_line(chart->x_axis, &grid);
        chart_set_series_gap(chart, 50);
        if (of.values.size() > 1) {
            chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
            chart_legend_set_font(chart, &font);
        } else {
            chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
        }
        const double bars = static_cast<double>((last - first + 1) * of.values.size());
        const double height = 110.0 + 24.0 * bars;
        lxw_chart_options options{};
        options.x_scale = 720.0 / 480.0;
        options.y_scale = height / 288.0;
        options.object_position = LXW_OBJECT_MOVE_DONT_SIZE;
        check(worksheet_insert_chart_opt(m_sheet, row_of(at), 0, chart, &options));
        return static_cast<std::size_t>(std::ceil(height / chart_line)) + 2;
    }
    void set_page(const Sheet& sheet) {
        worksheet_set_paper(m_sheet, 9);  // A4
        if (!sheet.is_upright) worksheet_set_landscape(m_sheet);
        worksheet_fit_to_pages(m_sheet, 1, 0);
        worksheet_set_margins(m_sheet, 0.4, 0.4, 0.5, 0.6);
        worksheet_gridlines(m_sheet, LXW_HIDE_ALL_GRIDLINES);
        std::string title = m_book.title;
        if (display_width(title) > 120) title = cell_text(title, "…", 60);
        const std::string footer = fmt::format("&L&8{}&C&8&A&R&8&P / &N", footer_text(title));
        check(worksheet_set_footer(m_sheet, text(footer).c_str()));
    }

    const Book& m_book;
    std::string m_path;
    std::size_t m_most_rows;
    std::unique_ptr<lxw_workbook, FreeWorkbook> m_workbook;
    std::map<Look, lxw_format*> m_formats;
    lxw_format* m_shortfall = nullptr;
    lxw_worksheet* m_sheet = nullptr;
    std::string m_name;
    std::vector<double> m_widths;
};

}  // namespace

void write_xlsx(const Book& book, const std::string& path, std::size_t rows) {
    Writer{book, path, rows}.write();
}

}  // namespace amaneku::workbook
