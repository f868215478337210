#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace amaneku::io {

/// Tells whether every file of a population holds the people of one prefecture only.
///
/// Such files repeat the cells on a border, each with its own prefecture's people. A file is known by the
/// municipal codes of its rows, or where it has none by its name (`500m_mesh_2018_29`).
class PrefectureCuts {
public:
    void begin_file(const std::string& name);
    /// The municipal code of a row, five digits, or four that lost their leading zero.
    void add_row(std::string_view municipal_code);

    /// The prefectures, two digits each, ascending; empty where a file holds several or cannot be told.
    [[nodiscard]] std::vector<std::string> prefectures() const;

private:
    struct File {
        std::string by_name;
        std::set<std::string, std::less<>> by_rows;
    };
    std::vector<File> m_files;
};

}  // namespace amaneku::io
