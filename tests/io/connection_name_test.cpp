#include "gdal/connection_name.hpp"

#include "catch.hpp"

using amaneku::gdal::without_password;

TEST_CASE("a database's name is shown without its password") {
    CHECK(without_password("PG:host=a password=secret dbname=t") == "PG:host=a password=*** dbname=t");
    CHECK(without_password("PG:host=a password = 'two words, it\\'s' dbname=t") ==
          "PG:host=a password = *** dbname=t");
    CHECK(without_password("PG:host=a sslpassword=x password=y") == "PG:host=a sslpassword=*** password=***");
    CHECK(without_password("PG:postgresql://me:secret@host:5432/t") == "PG:postgresql://me:***@host:5432/t");
    CHECK(without_password("PG:postgresql://host/t?user=me&password=secret&x=1") ==
          "PG:postgresql://host/t?user=me&password=***&x=1");
    CHECK(without_password("PG:postgresql://host:5432/t") == "PG:postgresql://host:5432/t");
    CHECK(without_password("PG:host=a password=") == "PG:host=a password=***");
    CHECK(without_password("PG:host=a password='never closed") == "PG:host=a password=***");
    CHECK(without_password("PG:host=a passwordfile=x") == "PG:host=a passwordfile=x");
}

TEST_CASE("in a text every database's password is hidden and nothing else changes") {
    CHECK(
        without_password("formats = [\"csv\", \"PG:dbname=t password=a\"]\nnext = \"PG:password='b c'\"\n") ==
        "formats = [\"csv\", \"PG:dbname=t password=***\"]\nnext = \"PG:password=***\"\n");
    CHECK(without_password("area.gpkg") == "area.gpkg");
    CHECK(without_password("where = \"password = 'x'\"") == "where = \"password = 'x'\"");
}
