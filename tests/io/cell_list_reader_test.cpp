#include "io/cell_list_reader.hpp"

#include "catch.hpp"
#include "io/input_folder.hpp"

using namespace amaneku;

namespace {

std::vector<std::string> read(const std::string& path, MeshLevel finest = MeshLevel::half) {
    std::vector<std::string> out;
    for (const MeshCode& code : io::read_cell_list(path, finest)) out.push_back(code.text());
    return out;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a list of cells is the first column, with a header or without") {
    const InputFolder folder;
    const Texts codes{"533935991", "533935992"};
    CHECK(read(folder.write("header.csv", "mesh_code\n533935991\n533935992\n")) == codes);
    CHECK(read(folder.write("plain.csv", "533935991\n533935992\n")) == codes);
    CHECK(read(folder.write("wide.csv", "code,name\n533935991,a\n533935992,b\n")) == codes);
    CHECK(read(folder.write("bom.csv",
                            "\xEF\xBB\xBF"
                            "533935991\r\n533935992\r\n")) == codes);
    CHECK(read(folder.write("ja.csv", "メッシュコード\n533935991\n533935992")) == codes);
}

TEST_CASE("blank lines are passed over, and a code that is there twice is taken once") {
    const InputFolder folder;
    CHECK(read(folder.write("c.csv", "\n533935992\n\n533935991\n533935992\n\n")) ==
          Texts{"533935991", "533935992"});
}

TEST_CASE("codes of coarser levels are taken beside those of the cells' own") {
    const InputFolder folder;
    const auto path = folder.write("c.csv", "code\n533935992\n53393599\n5339\n533935\n");
    const auto codes = read(path);
    CHECK(codes.size() == 4);
    CHECK(read(path, MeshLevel::quarter).size() == 4);
}

TEST_CASE("ten digits are a quarter, but beside cells of 100 m") {
    const InputFolder folder;
    const auto path = folder.write("c.csv", "5339359911\n");
    CHECK(io::read_cell_list(path, MeshLevel::quarter).front().level() == MeshLevel::quarter);
    CHECK(io::read_cell_list(path, MeshLevel::eighth).front().level() == MeshLevel::quarter);
    CHECK(io::read_cell_list(path, MeshLevel::tenth).front().level() == MeshLevel::tenth);
}

TEST_CASE("a code that is none ends with its line") {
    const InputFolder folder;
    const auto fails = [&](const std::string& text, int line, const std::string& says) {
        const auto path = folder.write("c.csv", text);
        const Failure failure = failure_of([&] { static_cast<void>(read(path)); });
        INFO(text << failure.where << ": " << failure.what);
        CHECK(failure.code == Errc::input);
        CHECK(failure.where == path + ":" + std::to_string(line));
        CHECK(failure.says(says));
    };
    fails("code\n533935991\n\n533935999\n", 4, "'533935999'");
    fails("code\n533935991\nfive\n", 3, "only digits");
    fails("code,name\n533935991,a\n,b\n", 3, "empty");
    fails("533935990\n533935991\n", 1, "'533935990'");  // begins with a digit: no header
}

TEST_CASE("a code finer than the cells, or one that cuts them, is refused with both levels") {
    const InputFolder folder;
    const auto fails = [&](const std::string& code, MeshLevel finest, const std::string& level,
                           const std::string& of) {
        const auto path = folder.write("c.csv", "code\n" + code + "\n");
        const Failure failure = failure_of([&] { static_cast<void>(read(path, finest)); });
        INFO(code << ": " << failure.what);
        CHECK(failure.code == Errc::input);
        CHECK(failure.where == path + ":2");
        CHECK(failure.says(code + " is of level " + level));
        CHECK(failure.says(of));
    };
    fails("5339359911", MeshLevel::half, "quarter", "level, half,");
    fails("53393599111", MeshLevel::quarter, "eighth", "level, quarter,");
    fails("533935991", MeshLevel::third, "half", "level, 3rd,");
    // 250 m do not go into 100 m.
    fails("53393599111", MeshLevel::tenth, "eighth", "level, tenth,");
}

TEST_CASE("a list without a code is refused: nothing would count") {
    const InputFolder folder;
    const auto fails = [&](const std::string& text, const std::string& says) {
        const auto path = folder.write("c.csv", text);
        const Failure failure = failure_of([&] { static_cast<void>(read(path)); });
        INFO(failure.what);
        CHECK(failure.code == Errc::input);
        CHECK(failure.where == path);
        CHECK(failure.says(says));
    };
    fails("", "is empty");
    fails("mesh_code\n", "lists no mesh code");
}
